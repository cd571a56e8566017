// Loads the page's bundles when they are first wanted, wherever the page lies.
const bundle = (name) => {
  const start = document.querySelector("script[data-editor]").dataset;
  return import(new URL(start[name], document.baseURI).href);
};

/** Lets the browser draw and hear before what follows. */
const pause = () => new Promise((then) => setTimeout(then));

// To compile, to make and to fill the editor are as long as all else that is
// done at the start: each is a task of its own.
export async function mount(host, words, events) {
  const editor = await bundle("editor");
  await pause();
  const handle = editor.mount(host, words, events, { unfold: true });
  await pause();
  return handle;
}

export const learn = async (host, tell) => (await bundle("learn")).mount(host, tell);

export async function picture(host, drawn) {
  try {
    await (await bundle("editor")).picture(host, drawn);
  } catch {
    // What draws it could not be loaded; the next report tries again.
  }
}

export async function tell(host, way) {
  try {
    await (await bundle("editor")).tell(host, way);
  } catch {
    // What tells it could not be loaded: gc's own words are here.
    host.textContent = way.steps.map(({ flow }) => flow).join("; ");
  }
}

/** Calls `then` when what is drawn now has been painted; soon if nothing is painted, as in a tab that is not seen. */
export function afterPaint(then) {
  let waits = true;
  const once = () => {
    if (waits) then();
    waits = false;
  };
  requestAnimationFrame(() => setTimeout(once));
  setTimeout(once, 100);
}

/** Calls `then` whenever what `selector` finds comes into view, until what is given back is called. */
export function whenSeen(selector, then) {
  const observer = new IntersectionObserver((seen) => {
    if (seen.some(({ isIntersecting }) => isIntersecting)) then();
  });
  const found = document.querySelector(selector);
  if (found) observer.observe(found);
  return () => observer.disconnect();
}
