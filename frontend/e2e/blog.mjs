// Somebody else's site: pages of another origin than Escapade's, with whatever
// headers they like.

import { createServer } from "node:http";
import { after, before } from "node:test";

import { home, open, start, stop } from "./site.mjs";

/** Serves `pages` (path to `{ html, headers }`); they can be added later. */
export async function startBlog() {
  const pages = new Map();
  const server = createServer((request, response) => {
    const page = pages.get(new URL(request.url, "http://localhost").pathname);
    if (!page) {
      response.writeHead(request.url === "/favicon.ico" ? 204 : 404).end();
      return;
    }
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...page.headers }).end(page.html);
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const origin = `http://localhost:${server.address().port}`;
  return {
    origin,
    /** Opens a page with `html`; what may be asked for is this origin and Escapade's. */
    async visit(html, { headers = {}, ...options } = {}) {
      pages.set("/post", { html, headers });
      const visit = await open({ url: `${origin}/post`, origins: [new URL(home()).origin], ...options });
      return Object.assign(visit, { widget: visit.page.locator("go-escape").first() });
    },
    close: () => new Promise((closed) => {
      server.closeAllConnections();
      server.close(closed);
    }),
  };
}

/** A blog for all tests of a file, beside the site and its browser. */
export function useBlog() {
  const blog = {};
  before(async () => {
    await start();
    Object.assign(blog, await startBlog());
  });
  after(async () => {
    await blog.close?.();
    await stop();
  });
  return blog;
}

export const escape = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");

/** A whole page. */
export const page = (body, { head = "", lang = "en", attributes = "" } = {}) => `<!doctype html>
<html lang="${lang}" ${attributes}><head><meta charset="utf-8"><title>A post</title>
<meta name="viewport" content="width=device-width, initial-scale=1">${head}</head>
<body><main><h1>A post</h1>${body}</main></body></html>`;

/** The loader's script element. */
export const script = () => `<script type="module" src="${home()}embed/escapade.js"></script>`;

/** A widget as an author writes it. */
export const widget = (code, attributes = "") =>
  `<go-escape ${attributes}><pre><code class="language-go">${escape(code)}</code></pre></go-escape>`;

/** The words at the lines of a widget, by line. */
export const words = (locator) => locator.evaluate((host) => Object.fromEntries(
  [...host.shadowRoot.querySelectorAll(".line")].flatMap((line) => {
    const said = line.querySelector(".words");
    return said ? [[line.querySelector(".mark").dataset.line, said.textContent]] : [];
  }),
));

/** Waits for verdicts. */
export const verdicts = async (locator) => {
  await locator.locator("button.words").first().waitFor();
  return words(locator);
};
