// The service worker: answers for the site when there is no server, and from
// the first moment of one version to the last moment of it with the files of
// that version alone.
//
//   install    every file of CORE is fetched and kept, or this version is not
//              installed and the one before it goes on;
//   waiting    until no page of the version before is open, or the reader asks
//              for the new one in the page's notice ("activate");
//   activate   what only the version before had is deleted;
//   fetch      what is kept, is answered; packs are kept when they are first
//              asked for; anything else is the network's.
//
// Files are kept under their content's name or hash (precache.js), so what two
// versions have in common is neither fetched nor stored twice.
//
// There is a way out that no page has to take part in: the address `?reset`
// removes this worker and what it keeps, and asks the server.
//
// Messages are the page's wishes, one word each; from anywhere else, or of any
// other form, they are nothing.

import { PrecacheController } from "workbox-precaching";
import { CacheFirst } from "workbox-strategies";

const scope = registration.scope;
const CACHES = { core: `escapade-core ${scope}`, packs: `escapade-packs ${scope}`, received: `escapade-received ${scope}` };
const at = (path) => new URL(path, scope).href;

/** The longest text that is received, in bytes; page.js has the same. */
const LONGEST = 1 << 20;

// A file with a revision is asked for anew, but one that the page has just
// loaded need not be sent again: the server is asked whether it has changed.
const revalidate = {
  requestWillFetch: async ({ request }) => (request.cache === "reload" ? new Request(request, { cache: "no-cache" }) : request),
};
const core = new PrecacheController({ cacheName: CACHES.core, plugins: [revalidate] });
core.addToCacheList(CORE.map((entry) => ({ ...entry, url: at(entry.url) })));
const packs = new Set(PACKS.map(at));
const packsFirst = new CacheFirst({ cacheName: CACHES.packs });

addEventListener("install", (event) => core.install(event));

addEventListener("activate", (event) => {
  event.waitUntil(Promise.all([core.activate(event), dropOldPacks(), clients.claim()]));
});

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  url.hash = "";
  if (request.method === "POST" && url.href === at("share")) {
    event.respondWith(receive(request));
  } else if (request.method === "GET" && url.href.startsWith(scope)) {
    const answer = request.mode === "navigate" ? navigate(event, url) : part(event, url.href);
    if (answer) event.respondWith(answer);
  }
});

addEventListener("message", (event) => {
  const { data, source } = event;
  if (!(source instanceof WindowClient && source.url.startsWith(scope))) return;
  if (data === "activate") event.waitUntil(skipWaiting());
  if (data === "packs") event.waitUntil(fetchPacks(event));
});

/** The page, whatever its query; `?reset` is the way out. */
function navigate(event, url) {
  const page = url.origin + url.pathname;
  if (page !== scope && page !== at("index.html")) return part(event, page);
  return url.search === "?reset" ? reset() : part(event, at("index.html"));
}

/** An answer from what is kept, if this version has such a file. */
function part(event, url) {
  const cacheKey = core.getCacheKeyForURL(url);
  if (cacheKey) {
    const request = event.request.mode === "navigate" ? new Request(url) : event.request;
    const integrity = core.getIntegrityForCacheKey(cacheKey);
    return core.strategy.handle({ event, request, params: { cacheKey, integrity } });
  }
  return packs.has(url) ? packsFirst.handle({ event, request: new Request(url) }) : undefined;
}

/** Fetches the packs that are missing, one after the other. */
async function fetchPacks(event) {
  const cache = await caches.open(CACHES.packs);
  const here = new Set((await cache.keys()).map(({ url }) => url));
  for (const url of packs) {
    if (here.has(url)) continue;
    try {
      await Promise.all(packsFirst.handleAll({ event, request: new Request(url, { priority: "low" }) }));
    } catch {
      return; // No network: a later page asks again.
    }
  }
}

async function dropOldPacks() {
  const cache = await caches.open(CACHES.packs);
  const old = (await cache.keys()).filter(({ url }) => !packs.has(url));
  await Promise.all(old.map((request) => cache.delete(request)));
}

async function reset() {
  await registration.unregister();
  await Promise.all([CACHES.core, CACHES.packs].map((name) => caches.delete(name)));
  return Response.redirect(scope, 303);
}

/**
 * Takes texts that were shared with the app. They wait here until a page has
 * put them where the reader's texts are.
 */
async function receive(request) {
  let page = scope;
  try {
    const form = await request.formData();
    const files = form.getAll("file").filter((file) => file instanceof File && file.size > 0);
    const text = form.get("text");
    if (files.length === 0 && typeof text === "string" && text !== "") {
      // Fields of a form have the line ends of the network.
      files.push(new File([text.replaceAll("\r\n", "\n")], `${form.get("title") || "shared"}.go`));
    }
    if (files.length === 0 || files.some(({ size }) => size > LONGEST)) throw new Error("not a text to open");
    const cache = await caches.open(CACHES.received);
    for (const file of files) {
      await cache.put(at(`received/${crypto.randomUUID()}?${encodeURIComponent(file.name)}`), new Response(await file.text()));
    }
  } catch {
    page = at("?unreadable");
  }
  return Response.redirect(page, 303);
}
