// The web servers of Debian's packages, with the samples of publish/servers.js.
//
// ESCAPADE_NGINX and ESCAPADE_CADDY name the programs, ESCAPADE_NGINX_BROTLI
// nginx's module for files that are compressed with brotli.

import { spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { createServer } from "node:net";
import { dirname } from "node:path";

import { caddy, nginx } from "../publish/servers.js";

export const { ESCAPADE_CADDY: CADDY, ESCAPADE_NGINX: NGINX, ESCAPADE_NGINX_BROTLI: NGINX_BROTLI } = process.env;

/**
 * Serves the folder `dir` under `base`; what the server writes of its own has
 * names that begin with the path `work`. Gives the address, a function that
 * ends it, and whether it sends what is compressed with brotli.
 */
export const startNginx = (site) => run({ ...site, brotli: Boolean(NGINX_BROTLI) }, nginxCommand);
export const startCaddy = (site) => run({ ...site, brotli: true }, caddyCommand);

async function run(site, command) {
  const port = await new Promise((free) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => free(port));
    });
  });
  const { program, args, env } = command(site, port);
  const child = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"], env: { ...process.env, ...env } });
  let said = "";
  child.stderr.on("data", (text) => { said += text; });
  const url = `http://127.0.0.1:${port}${site.base}`;
  for (let tries = 0; ; tries += 1) {
    try {
      await get(url);
      return { ...site, url, close: () => child.kill() };
    } catch (error) {
      if (tries > 100 || child.exitCode !== null) throw new Error(`${program} does not answer: ${said}`, { cause: error });
      await new Promise((later) => setTimeout(later, 50));
    }
  }
}

function nginxCommand({ dir, base, brotli, work }, port) {
  const conf = `${work}.conf`;
  const paths = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((name) => `    ${name}_temp_path ${work}.${name};`);
  writeFileSync(conf, `${brotli ? `load_module ${NGINX_BROTLI};\n` : ""}daemon off;
pid ${work}.pid;
error_log stderr warn;
events {}
http {
    access_log off;
${paths.join("\n")}
${nginx({ base, root: dir, listen: `127.0.0.1:${port}`, brotli })}
}
`);
  return { program: NGINX, args: ["-c", conf, "-e", "stderr"] };
}

function caddyCommand({ dir, base, work }, port) {
  const conf = `${work}.Caddyfile`;
  writeFileSync(conf, `{\n\tadmin off\n}\n${caddy({ base, root: dir, host: `http://127.0.0.1:${port}` })}`);
  // What it keeps stays in the scratch folder.
  const env = { HOME: dirname(work), XDG_DATA_HOME: work, XDG_CONFIG_HOME: work };
  return { program: CADDY, args: ["run", "--adapter", "caddyfile", "--config", conf], env };
}

/** A request that takes what it is given: status, headers and the bytes. */
export const get = (url, headers = {}) => new Promise((done, failed) => {
  request(url, { headers }, (response) => {
    const parts = [];
    response.on("data", (part) => parts.push(part));
    response.on("end", () => done({ status: response.statusCode, headers: response.headers, bytes: Buffer.concat(parts) }));
  }).on("error", failed).end();
});
