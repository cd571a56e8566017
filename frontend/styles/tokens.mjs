// The colours and measures of tokens.css for those who cannot use that file:
// the widget, and pages that readers keep. At build time.

import { readFile } from "node:fs/promises";

/** The declarations of the block in `css` that begins with `selector`, as a map. */
function declarations(css, selector) {
  const start = css.indexOf(`${selector} {`);
  const block = css.slice(start, css.indexOf("}", start));
  return new Map([...block.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name, value]) => [name, value]));
}

/** Each token with its value: light and dark at once where it is a colour. */
export async function tokens() {
  const css = await readFile(new URL("tokens.css", import.meta.url), "utf8");
  const [light, dark] = [":root", ':root[data-theme="dark"]'].map((selector) => declarations(css, selector));
  const both = ([name, day]) => {
    const night = dark.get(name);
    return [name, night && day.startsWith("#") ? `light-dark(${day},${night})` : day];
  };
  return new Map([...light].map(both));
}
