// Lighthouse on the folder that `cargo xtask dist` makes, served by nginx as the
// sample says: the site in both languages, the widget's page for authors, a
// page of somebody else's with a widget, the privacy page; each on a telephone
// (slow network, a processor four times slower) and on a desk. `cargo xtask
// lighthouse` calls it.
//
// Prints the four scores, the times they rest on, and everything that costs
// points; whole reports go into test-results/lighthouse. With RUNS more than
// one the run with the median performance counts: on a busy machine times
// scatter. Fails where a score is below GOAL.

import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { launch } from "chrome-launcher";
import lighthouse, { desktopConfig } from "lighthouse";

import { escape } from "../e2e/blog.mjs";
import { startNginx } from "../e2e/servers.mjs";
import { finish } from "../publish/finish.js";

const GOAL = 0.95;
const RUNS = Number(process.env.ESCAPADE_RUNS ?? 1);
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const DIST = process.env.ESCAPADE_DIST ?? here("../../dist");
const RESULTS = here("../../test-results/lighthouse");

/** A page of somebody else's: prose, and a widget in sight. */
const POST = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>A post with a widget</title>
<meta name="description" content="What a widget costs the page that it is on.">
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="icon" href="icon.svg" type="image/svg+xml">
<script type="module" src="embed/escapade.js"></script></head>
<body><main><h1>A post</h1><p>Where is it kept?</p>
<go-escape><pre><code class="language-go">${escape("package main\n\nfunc answer() *int {\n\tn := 42\n\treturn &n\n}\n\nfunc main() { println(*answer()) }\n")}</code></pre></go-escape>
</main></body></html>
`;

const PAGES = [
  { name: "site", path: "", languages: "en-GB,en" },
  { name: "site-zh", path: "", languages: "zh-CN,zh" },
  { name: "guide", path: "embed/", languages: "en-GB,en" },
  { name: "guide-zh", path: "embed/zh.html", languages: "zh-CN,zh" },
  { name: "post", path: "post.html", languages: "en-GB,en" },
  // Lighthouse asks for robots.txt from within the page, which these pages' policy forbids.
  { name: "privacy", path: "privacy.html", languages: "en-GB,en", skipAudits: ["robots-txt"] },
  { name: "licences-zh", path: "licences.zh.html", languages: "zh-CN,zh", skipAudits: ["robots-txt"] },
];
const DEVICES = { telephone: undefined, desk: desktopConfig };
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];
const TIMES = ["first-contentful-paint", "largest-contentful-paint", "total-blocking-time", "cumulative-layout-shift", "speed-index"];
const FLAGS = [
  "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];

// A browser of someone who reads Chinese has shown Chinese before. Without this
// the time to find and map a font of some 20 MB, here 400 to 700 ms of the
// first layout ever, would count as the page's, and four times over.
const BEFORE = `data:text/html;charset=utf-8,${encodeURIComponent('<html lang="zh-Hans"><p>中文<b>中文</b><code>中文</code>')}`;

/** One run with a new profile. */
async function visit(url, { languages, skipAudits }, config) {
  const chrome = await launch({
    chromePath: process.env.CHROMIUM ?? "/usr/bin/chromium", chromeFlags: [...FLAGS, `--accept-lang=${languages}`], logLevel: "error",
    startingUrl: BEFORE,
  });
  try {
    const { lhr, report } = await lighthouse(url, { port: chrome.port, output: "html", logLevel: "error", onlyCategories: CATEGORIES, skipAudits }, config);
    if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
    return { lhr, report };
  } finally {
    chrome.kill();
  }
}

/** What costs points, and what is wrong with it. */
function* complaints({ categories, audits }) {
  for (const id of CATEGORIES) {
    for (const { id: name, weight } of categories[id].auditRefs) {
      const { score, displayValue = "", title, details, scoreDisplayMode } = audits[name] ?? { score: null };
      const counts = weight > 0 && score !== null && score < 0.9;
      const could = id === "performance" && scoreDisplayMode === "metricSavings" && score === 0;
      if (!counts && !could) continue;
      const items = (details?.items ?? []).slice(0, 4).map((item) => item.node?.selector ?? item.url ?? item.source?.url ?? item.description ?? "").filter(Boolean);
      yield `${id}: ${title} ${displayValue} ${items.join(" | ")}`.trimEnd();
    }
  }
}

const wanted = process.argv.slice(2);
const scratch = mkdtempSync(join(tmpdir(), "escapade-lighthouse-"));
// Not only root's: nginx reads it as another user.
chmodSync(scratch, 0o755);
const dir = join(scratch, "site");
let nginx;
let below = 0;
try {
  if (!existsSync(join(DIST, "index.html"))) throw new Error(`there is no site in ${DIST}: cargo xtask dist`);
  cpSync(DIST, dir, { recursive: true });
  writeFileSync(join(dir, "post.html"), POST);
  if (!existsSync(join(dir, "SHA256SUMS"))) await finish(dir);
  mkdirSync(RESULTS, { recursive: true });
  nginx = await startNginx({ base: "/", dir, work: join(scratch, "nginx") });
  console.log(`${"".padEnd(22)}${["perf", "access", "practices", "seo"].map((word) => word.padStart(10)).join("")}   FCP, LCP, TBT, CLS, SI`);
  for (const page of PAGES.filter(({ name }) => wanted.length === 0 || wanted.includes(name))) {
    for (const [device, config] of Object.entries(DEVICES)) {
      const runs = [];
      for (let run = 0; run < RUNS; run += 1) runs.push(await visit(nginx.url + page.path, page, config));
      runs.sort((a, b) => a.lhr.categories.performance.score - b.lhr.categories.performance.score);
      const { lhr, report } = runs[Math.floor(runs.length / 2)];
      writeFileSync(join(RESULTS, `${page.name}-${device}.html`), report);
      const scores = CATEGORIES.map((id) => lhr.categories[id].score);
      below += scores.filter((score) => score < GOAL).length;
      const figures = scores.map((score) => String(Math.round(score * 100)).padStart(10)).join("");
      console.log(`${`${page.name}, ${device}`.padEnd(22)}${figures}   ${TIMES.map((id) => lhr.audits[id].displayValue).join(", ")}`);
      for (const line of complaints(lhr)) console.log(`    ${line}`);
    }
  }
} finally {
  nginx?.close();
  rmSync(scratch, { recursive: true, force: true });
}
console.log(below ? `${below} scores are below ${GOAL * 100}` : `every score is at least ${GOAL * 100}`);
if (below) process.exitCode = 1;
