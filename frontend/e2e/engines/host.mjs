// The site, and somebody's blog on another origin, for browsers that are not
// asked what went wrong: a script in front of all others writes it down.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { join } from "node:path";

import { serve } from "../serve.mjs";

/** Runs in the page before anything else does. */
const RECORDER = `(() => {
  const faults = globalThis.faults = [];
  addEventListener("error", (event) => faults.push("exception: " + (event.message ?? "a resource: " + (event.target.src ?? event.target.href))), true);
  addEventListener("unhandledrejection", (event) => faults.push("rejection: " + event.reason));
  document.addEventListener("securitypolicyviolation", (event) => faults.push("CSP: " + event.violatedDirective + " " + event.blockedURI));
  for (const level of ["error", "warn"]) {
    const say = console[level];
    console[level] = (...words) => { faults.push(level + ": " + words.join(" ")); say.apply(console, words); };
  }
})();`;

const SCRIPT = '<script src="recorder.js"></script>';

/** Serves `dist` with the recorder in the page, and without its service worker. */
export async function host(dist, base) {
  const index = (await readFile(join(dist, "index.html"), "utf8")).replace(/<head>/, `$&${SCRIPT}`);
  const server = await serve(dist, {
    base,
    headers: { "access-control-allow-origin": "*" },
    extra: {
      "": ["text/html; charset=utf-8", index.replace('src="recorder.js"', `src="${base}recorder.js"`)],
      // It would answer with a page that has no recorder.
      "sw.js": undefined,
      "recorder.js": ["text/javascript; charset=utf-8", RECORDER],
    },
  });
  const html = (code) => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>A post</title><script>${RECORDER}</script></head>
<body><h1>A post</h1><go-escape><pre><code class="language-go">${code.replaceAll("&", "&amp;").replaceAll("<", "&lt;")}</code></pre></go-escape>
<script type="module" src="${server.url}embed/escapade.js"></script></body></html>`;
  const pages = new Map();
  const blog = createServer((request, response) => {
    const page = pages.get(request.url);
    response.writeHead(page ? 200 : 404, { "content-type": "text/html; charset=utf-8" }).end(page);
  });
  await new Promise((listening) => blog.listen(0, "127.0.0.1", listening));
  return {
    url: server.url,
    /** A page of another origin with a widget about `code`. */
    post(code) {
      pages.set("/post", html(code));
      return `http://localhost:${blog.address().port}/post`;
    },
    async close() {
      blog.closeAllConnections();
      await new Promise((closed) => blog.close(closed));
      await server.close();
    },
  };
}
