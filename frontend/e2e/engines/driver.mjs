// Three browser engines by one protocol: W3C WebDriver, spoken with `fetch`.
//
// Playwright drives engines that it has patched and brings itself; what people
// have is Firefox and WebKit as they are, and their own drivers speak WebDriver.
// What is needed of it are a dozen commands, fewer than a client library has
// files.

import { spawn } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** What `cargo xtask engines` found; programs that are not named are looked for on PATH. */
const { CHROMIUM = "chromium", CHROMEDRIVER = "chromedriver", FIREFOX = "firefox-esr", GECKODRIVER = "geckodriver" } = process.env;
const { WEBKIT_DRIVER = "WebKitWebDriver", MINI_BROWSER = "MiniBrowser", XVFB } = process.env;

export const ENGINES = {
  chromium: {
    driver: (port) => [CHROMEDRIVER, `--port=${port}`],
    capabilities: (profile) => ({
      browserName: "chrome",
      "goog:chromeOptions": {
        binary: CHROMIUM,
        args: [
          "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
          "--disable-component-update", "--disable-sync", "--window-size=1280,900", "--lang=en", `--user-data-dir=${profile}`,
        ],
      },
    }),
  },
  firefox: {
    driver: (port, profile) => [GECKODRIVER, "--port", `${port}`, "--profile-root", profile],
    capabilities: () => ({
      browserName: "firefox",
      "moz:firefoxOptions": { binary: FIREFOX, args: ["-headless", "--width=1280", "--height=900"], prefs: { "intl.accept_languages": "en" } },
    }),
  },
  webkit: {
    driver: (port) => [WEBKIT_DRIVER, `--port=${port}`],
    capabilities: () => ({ browserName: "MiniBrowser", "webkitgtk:browserOptions": { binary: MINI_BROWSER, args: ["--automation"] } }),
    // It has no mode without a screen.
    screen: true,
  },
};

const freePort = () => new Promise((found, failed) => {
  const server = createServer();
  server.once("error", failed);
  server.listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => found(port));
  });
});

const later = (ms) => new Promise((done) => setTimeout(done, ms));

/** The element reference's key in answers. */
const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";

const KEYS = { Control: "\uE009", Enter: "\uE007", Escape: "\uE00C", Home: "\uE011", End: "\uE010", ArrowDown: "\uE015", Backspace: "\uE003" };

/** Starts `name` and gives a session of it. */
export async function start(name) {
  const engine = ENGINES[name];
  const profile = await mkdtemp(join(tmpdir(), `escapade-${name}-`));
  const children = [];
  const run = (program, args, env) => {
    const child = spawn(program, args, { env, stdio: ["ignore", "ignore", "pipe"] });
    children.push(child);
    child.said = "";
    child.stderr.on("data", (data) => { child.said = (child.said + data).slice(-2_000); });
    child.once("error", (error) => { child.failed = error; });
    return child;
  };
  const env = { ...process.env, LC_ALL: "C.UTF-8", LANGUAGE: "en", HOME: profile, XDG_CONFIG_HOME: profile, XDG_CACHE_HOME: profile, XDG_DATA_HOME: profile };
  if (engine.screen && XVFB) {
    const display = `:${9_000 + (process.pid % 1_000)}`;
    run(XVFB, [display, "-screen", "0", "1280x1000x24", "-nolisten", "tcp"], env);
    Object.assign(env, { DISPLAY: display, GDK_BACKEND: "x11", WAYLAND_DISPLAY: "" });
    // WebKit's processes cannot have a sandbox of their own inside of another one.
    Object.assign(env, { WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1", LIBGL_ALWAYS_SOFTWARE: "1", NO_AT_BRIDGE: "1" });
  }
  const stop = async () => {
    for (const child of children.reverse()) {
      if (child.exitCode === null && !child.failed) {
        const gone = new Promise((done) => child.once("exit", done));
        child.kill();
        await Promise.race([gone, later(5_000)]);
        child.kill("SIGKILL");
      }
    }
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    const port = await freePort();
    const [program, ...args] = engine.driver(port, profile);
    const driver = run(program, args, env);
    const base = `http://127.0.0.1:${port}`;
    for (let tries = 0; ; tries += 1) {
      if (driver.failed || driver.exitCode !== null || tries > 100) throw new Error(`${program} does not run: ${driver.failed ?? driver.said}`);
      const answer = await fetch(`${base}/status`).catch(() => undefined);
      if (answer?.ok) break;
      await later(100);
    }
    // Screens come up a moment after their server.
    let session;
    for (let tries = 0; session === undefined; tries += 1) {
      const capabilities = { alwaysMatch: { ...engine.capabilities(profile), timeouts: { script: 30_000, pageLoad: 60_000, implicit: 0 } } };
      session = await call(base, "POST", "/session", { capabilities }).catch(async (error) => {
        if (tries === 2) throw error;
        await later(1_000);
        return undefined;
      });
    }
    return new Session(`${base}/session/${session.sessionId}`, session.capabilities, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function call(base, method, path, body) {
  const response = await fetch(base + path, {
    method,
    headers: { "content-type": "application/json" },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const { value } = await response.json();
  if (!response.ok) throw new Error(`${path}: ${value.error}: ${value.message}`);
  return value;
}

export class Session {
  constructor(base, capabilities, stop) {
    Object.assign(this, { base, stop, version: `${capabilities.browserName} ${capabilities.browserVersion}` });
  }

  post(path, body = {}) {
    return call(this.base, "POST", path, body);
  }

  /** Opens `url`, as a visit of its own, also when only what is behind `#` differs. */
  async open(url) {
    await this.post("/url", { url: "about:blank" });
    await this.post("/url", { url });
  }

  reload() {
    return this.post("/refresh");
  }

  /** What `script`, a function that needs nothing around it, gives in the page. */
  js(script, ...args) {
    return this.post("/execute/sync", { script: `return (${script})(...arguments);`, args });
  }

  /** Waits until `script` gives something that is true, and gives it. */
  async until(script, ...args) {
    const end = Date.now() + 30_000;
    for (;;) {
      const value = await this.js(script, ...args);
      if (value) return value;
      if (Date.now() > end) throw new Error(`in vain: ${script} ${JSON.stringify(args)}`);
      await later(50);
    }
  }

  /**
   * Waits for what `selector` names, in shadow roots too, and `text` is in; for
   * a button with the words `button` in it, if there are any.
   */
  find(selector, text = "", button = "") {
    return this.until((selector, text, button) => {
      const search = (root) => {
        const found = [...root.querySelectorAll(selector)].find((element) => element.textContent.includes(text));
        if (found) return found;
        for (const element of root.querySelectorAll("*")) {
          const inside = element.shadowRoot && search(element.shadowRoot);
          if (inside) return inside;
        }
        return null;
      };
      let found = search(document);
      if (found && button) found = [...found.querySelectorAll("button")].find((element) => element.textContent.includes(button));
      found?.scrollIntoView({ block: "nearest" });
      return found;
    }, selector, text, button);
  }

  async click(selector, text, button) {
    const element = await this.find(selector, text, button);
    await this.post(`/element/${element[ELEMENT]}/click`);
  }

  /** Presses keys, one after the other; `Control+a` holds the first. */
  async press(...chords) {
    const actions = chords.flatMap((chord) => {
      const keys = chord.length === 1 ? [chord] : chord.split("+").map((key) => KEYS[key] ?? key);
      return [...keys.map((value) => ({ type: "keyDown", value })), ...keys.reverse().map((value) => ({ type: "keyUp", value }))];
    });
    await this.post("/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }

  /** Types `text`. */
  type(text) {
    return this.press(...[...text].map((sign) => (sign === "\n" ? "Enter" : sign)));
  }

  /** A picture of the page, as PNG. */
  async screenshot() {
    return Buffer.from(await call(this.base, "GET", "/screenshot"), "base64");
  }

  async close() {
    await call(this.base, "DELETE", "").catch(() => {});
    await this.stop();
  }
}
