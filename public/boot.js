// Starts the page's wasm; its names, like those of all parts of this build,
// are in this script's own element. What makes the site work offline comes
// when the app has shown its first verdicts and says so.

const { appJs, appWasm, worker, first, offline } = document.querySelector("script[data-app-js]").dataset;
const at = (path) => new URL(path, document.baseURI).href;

// The page's policy lets no text become a script (Trusted Types) but what
// passes here: an address on this site.
const policy = globalThis.trustedTypes?.createPolicy("escapade", { createScriptURL: ours });
const trusted = (path) => (policy ? policy.createScriptURL(path) : ours(path));
function ours(path) {
  const url = at(path);
  if (new URL(url).origin !== location.origin) throw new TypeError(`not a script of this site: ${url}`);
  return url;
}
// The way to a worker of this site: the analysis if no other address is given.
// The first one of a first visit begins with less (worker_boot.js), unless the
// reader brings a program, which may need all of it.
let part = navigator.serviceWorker?.controller || !new RegExp(`^(#(example|lesson)=(${first})/|$)`).test(location.hash) ? "" : "#first";
globalThis.escapadeWorker = (path = worker + part) => {
  part = "";
  return new Worker(trusted(path), { type: "module" });
};

if (location.search === "?reset") {
  await reset();
} else {
  if (offline) addEventListener("escapade:settled", async () => (await import(at(offline))).start(trusted), { once: true });
  try {
    const { default: start } = await import(at(appJs));
    await start({ module_or_path: at(appWasm) });
  } catch (error) {
    for (const drawn of document.querySelectorAll(".first")) drawn.remove();
    document.getElementById(globalThis.WebAssembly ? "no-load" : "no-start").hidden = false;
    throw error;
  }
}

// Everything from the server again; texts and settings stay. A service worker
// that works does the same before this page is even asked for.
async function reset() {
  const scope = at("./");
  const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
  await Promise.all(registrations.filter((one) => one.scope === scope).map((one) => one.unregister()));
  const names = (await globalThis.caches?.keys()) ?? [];
  await Promise.all(names.filter((name) => name.endsWith(` ${scope}`)).map((name) => caches.delete(name)));
  location.replace(scope + location.hash);
}
