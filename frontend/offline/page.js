// The page's side of working offline: registers the service worker, tells the
// app what becomes of it and what was sent to the app, and does what the app
// asks for. The two speak in events, because this comes when the app has long
// been running, and may not come at all.
//
//   ready        for the first time, everything is here: the site works offline
//   update       another version is here and waits for the reader to want it
//   replaced     another page has switched to it: this one had better, too
//   received     files were opened with the app, or a text shared with it
//   unreadable   so was something that is no text, or too long
//
// The app answers with `escapade:update` when the reader wants the new version
// and everything that was written is kept.

/** The longest text that is received, in bytes; sw.js has the same. */
const LONGEST = 1 << 20;

/** How long a page may be open before it asks for updates. */
const HOUR = 3_600_000;

/** Tells the app; whether it has taken what it was given. */
function tell(kind, files = []) {
  const name = ({ name }) => [...name.replace(/\p{C}/gu, "").trim()].slice(0, 80).join("") || "main.go";
  const detail = { kind, files: files.map((file) => [name(file), file.text]) };
  return !dispatchEvent(new CustomEvent("escapade:offline", { cancelable: true, detail }));
}

/** @param {(path: string) => string} trusted makes an address of this site one for a script */
export async function start(trusted) {
  takeLaunched();
  if (location.search === "?unreadable") {
    history.replaceState(null, "", location.pathname + location.hash);
    tell("unreadable");
  }
  const workers = navigator.serviceWorker;
  if (!workers) return;
  await takeShared().catch(console.info);
  await idle();
  // A test may have blocked it.
  const registration = await workers.register(trusted("sw.js"), { updateViaCache: "none" }).catch(console.info);
  if (registration) await follow(workers, registration);
}

async function follow(workers, registration) {
  let controller = workers.controller;
  let wanted = false;
  addEventListener("escapade:update", () => {
    wanted = true;
    const { waiting } = registration;
    if (!waiting) return location.reload();
    waiting.addEventListener("statechange", () => waiting.state === "activated" && location.reload());
    waiting.postMessage("activate");
  });
  workers.addEventListener("controllerchange", () => {
    if (controller && !wanted) tell("replaced");
    controller = workers.controller;
  });

  const watch = (worker) => {
    const first = !registration.active;
    const look = () => {
      if (worker.state === "installed" && !first) tell("update");
      if (worker.state === "activated" && first) {
        tell("ready");
        fetchPacks(registration);
      }
    };
    worker?.addEventListener("statechange", look);
  };
  registration.addEventListener("updatefound", () => watch(registration.installing));
  if (registration.installing) watch(registration.installing);
  if (registration.waiting && registration.active) tell("update");
  if (registration.active) fetchPacks(registration);

  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < HOUR) return;
    asked = Date.now();
    registration.update().catch(() => {});
  });
}

/** The rest of the standard library comes in the background, where data is not dear. */
async function fetchPacks(registration) {
  if (navigator.connection?.saveData) return;
  await idle();
  registration.active?.postMessage("packs");
}

const idle = () => new Promise((now) => ("requestIdleCallback" in window ? requestIdleCallback(now, { timeout: 5_000 }) : setTimeout(now, 1_000)));

/** Files that the system opens with the installed app. */
function takeLaunched() {
  window.launchQueue?.setConsumer(async ({ files }) => {
    if (!files?.length) return;
    const read = async (handle) => {
      const file = await handle.getFile();
      if (file.size > LONGEST) throw new Error("too long");
      return { name: file.name, text: await file.text() };
    };
    const all = await Promise.all(files.map((handle) => read(handle).catch(() => undefined)));
    const good = all.filter(Boolean);
    if (good.length > 0) tell("received", good);
    if (good.length < all.length) tell("unreadable");
  });
}

/** Texts that the service worker has taken while no page was there. */
async function takeShared() {
  const name = `escapade-received ${new URL("./", document.baseURI)}`;
  if (!(await caches.has(name))) return;
  const cache = await caches.open(name);
  for (const request of await cache.keys()) {
    const response = await cache.match(request);
    const taken = tell("received", [{ name: decodeURIComponent(new URL(request.url).search.slice(1)), text: await response.text() }]);
    if (taken) await cache.delete(request);
  }
}
