// What a web server has to be told about the site: texts for the usual ones.
//
// Three things matter, and all samples say the same:
//   * what is named by its content may be kept for ever; all else is asked
//     about again (files of the widget and packs that are addressed with a
//     hash as the query may be kept, too, where a server can tell);
//   * pages of others may load every file (the widget): `Access-Control-Allow-Origin: *`;
//   * only `embed.html` may stand in a frame. The rest of each page's
//     Content-Security-Policy is in the page.

import { isNamed } from "../offline/names.js";

/** Headers of every file. */
export const COMMON = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Access-Control-Allow-Origin": "*",
  "Cross-Origin-Resource-Policy": "cross-origin",
};

export const FOREVER = "public, max-age=31536000, immutable";

/** A page's policy about who may put it into a frame; `undefined` for what may be anywhere. */
export const FRAMES = "frame-ancestors 'none'";

const TYPES = {
  "text/html": "html",
  "text/css": "css",
  "text/javascript": "js",
  "text/plain": "txt go",
  "application/json": "json",
  "application/manifest+json": "webmanifest",
  "application/wasm": "wasm",
  "image/png": "png",
  "image/svg+xml": "svg",
};

const NAMED = "-[0-9a-f]{10,16}(_bg)?\\.(css|js|wasm)";

/** For nginx: a file for `conf.d`, or for the test. `brotli` if the module is there. */
export function nginx({ base = "/", root = "/var/www/escapade", listen = "80", brotli = false } = {}) {
  const types = Object.entries(TYPES).map(([type, endings]) => `            ${type} ${endings};`);
  const headers = Object.entries(COMMON).map(([name, value]) => `        add_header ${name} "${value}";`);
  return `# Escapade, served under ${base} from ${root}: a file for /etc/nginx/conf.d/.

map "$uri?$args" $escapade_cache {
    default "no-cache";
    "~${NAMED}\\?" "${FOREVER}";
    "~/std/[^?]+\\?." "${FOREVER}";
    "~/embed/[^?]+\\?." "${FOREVER}";
}
# A header without a value is not sent.
map $uri $escapade_frames {
    default "";
    "~/embed\\.html$" "";
    "~\\.html$" "${FRAMES}";
}

server {
    listen ${listen};

    location ${base} {
        alias ${root}/;
        index index.html;
        gzip_static on;
        ${brotli ? "" : "# With Debian's libnginx-mod-http-brotli-static: "}brotli_static on;
        charset utf-8;
        charset_types text/css text/javascript text/plain application/json application/manifest+json;
        types {
${types.join("\n")}
        }
        default_type application/octet-stream;
        error_page 404 ${base}404.html;
        add_header Cache-Control $escapade_cache;
        add_header Content-Security-Policy $escapade_frames;
${headers.join("\n")}
    }
}
`;
}

/** For Caddy. */
export function caddy({ base = "/", root = "/var/www/escapade", host = "example.org" } = {}) {
  const headers = Object.entries(COMMON).map(([name, value]) => `\t\t${name} "${value}"`);
  const files = `\theader {
\t\t?Cache-Control "no-cache"
${headers.join("\n")}
\t}
\t@named path_regexp ${NAMED}$
\theader @named Cache-Control "${FOREVER}"
\t@manifest path *.webmanifest
\theader @manifest Content-Type "application/manifest+json; charset=utf-8"
\t@asked {
\t\tpath */std/* */embed/*
\t\texpression \`{query} != ""\`
\t}
\theader @asked Cache-Control "${FOREVER}"
\t@pages {
\t\tpath */ *.html
\t\tnot path */embed.html
\t}
\theader @pages Content-Security-Policy "${FRAMES}"
\tfile_server {
\t\tprecompressed br gzip
\t}
`;
  const inside = base === "/" ? files : `\thandle_path ${base}* {\n${files.replaceAll(/^(?=.)/gm, "\t")}\t}\n`;
  return `# Escapade, served under ${base} from ${root}.
${host} {
\troot * ${root}
${inside}\thandle_errors {
\t\trewrite * /404.html
\t\tfile_server
\t}
}
`;
}

/** Whether the site can be served under `base`. */
export const isBase = (base) => /^\/(?:[\w.~-]+\/)*$/.test(base);

/** The addresses of a page: some hosts leave out what its name ends with. */
const addresses = (path) => [path, path.replace(/\.html$/, ""), ...(/(^|\/)index\.html$/.test(path) ? [path.slice(0, -10)] : [])];

/**
 * For Netlify and Cloudflare Pages, which ask about every file again unless
 * they are told otherwise, and join the headers of all rules that fit: so each
 * named file of the build has a rule of its own.
 */
export function headersFile(paths) {
  const rule = (path, headers) => `${path}\n${Object.entries(headers).map(([name, value]) => `  ${name}: ${value}\n`).join("")}`;
  const pages = paths.filter((path) => path.endsWith(".html") && path !== "embed.html");
  return [
    rule("/*", COMMON),
    ...pages.flatMap(addresses).map((path) => rule(`/${path}`, { "Content-Security-Policy": FRAMES })),
    ...paths.filter(isNamed).map((path) => rule(`/${path}`, { "Cache-Control": FOREVER })),
  ].join("\n");
}

/** The page for what is not there. It stands at any depth, so its one link is absolute. */
export const notFound = (base) => `<!doctype html>
<html lang="en">
<head>
  <meta charset="utf-8">
  <meta http-equiv="Content-Security-Policy" content="default-src 'none'; base-uri 'none'; form-action 'none'">
  <meta name="viewport" content="width=device-width">
  <meta name="color-scheme" content="light dark">
  <title>Not found · Escapade</title>
</head>
<body>
  <h1>Not found</h1>
  <p>There is nothing at this address. <a href="${base}">Escapade</a> is still there, and so are your texts.</p>
  <p lang="zh-Hans">这个地址没有内容。<a href="${base}">Escapade</a> 还在，你的代码也还在。</p>
</body>
</html>
`;
