// A static file server that knows nothing: a folder, under any path, with the
// right media types. `node e2e/serve.mjs [DIST] [PORT] [BASE]` serves by hand.

import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join, normalize, resolve } from "node:path";
import { fileURLToPath } from "node:url";

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".go": "text/plain; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json; charset=utf-8",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves `dist` under `base` with further `headers`; gives the address and a function that ends it.
 * `extra` are files in the place of those in `dist`, media type and content by path; nothing is none.
 * With `compressed`, brotli is sent where `cargo xtask dist` has made it, as real servers do.
 */
export async function serve(dist, { base = "/", port = 0, headers = {}, extra = {}, compressed = false } = {}) {
  const root = resolve(dist);
  const server = createServer(async (request, response) => {
    const path = decodeURIComponent(new URL(request.url, "http://localhost").pathname);
    const name = path.startsWith(base) ? path.slice(base.length) : undefined;
    if (extra[name]) {
      response.writeHead(200, { "content-type": extra[name][0], "cache-control": "no-store", ...headers }).end(extra[name][1]);
      return;
    }
    let file = path.startsWith(base) && !(name in extra) ? join(root, normalize("/" + path.slice(base.length))) : undefined;
    let found = file && (await stat(file).catch(() => undefined));
    if (found?.isDirectory()) {
      file = join(file, "index.html");
      found = await stat(file).catch(() => undefined);
    }
    if (!found?.isFile()) {
      response.writeHead(404, { "content-type": "text/plain" }).end("not found");
      return;
    }
    const small = compressed && /\bbr\b/.test(request.headers["accept-encoding"] ?? "") && (await stat(`${file}.br`).catch(() => undefined));
    response.writeHead(200, {
      ...(small && { "content-encoding": "br" }),
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-length": (small || found).size,
      "cache-control": "no-store",
      ...headers,
    });
    createReadStream(small ? `${file}.br` : file).pipe(response);
  });
  await new Promise((listening) => server.listen(port, "127.0.0.1", listening));
  return {
    url: `http://127.0.0.1:${server.address().port}${base}`,
    close: () => new Promise((closed) => {
      server.closeAllConnections();
      server.close(closed);
    }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [dist = fileURLToPath(new URL("../../dist", import.meta.url)), port = "8080", base = "/"] = process.argv.slice(2);
  const { url } = await serve(dist, { base, port: Number(port) });
  console.log(url);
}
