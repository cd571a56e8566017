// Files of the site; undefined if one cannot be had.

const kept = new Map();

/** The text of a file, fetched once. */
export function fetchText(path) {
  if (!kept.has(path)) {
    const text = fetch(new URL(path, document.baseURI)).then((response) => (response.ok ? response.text() : undefined), () => undefined);
    kept.set(path, text);
    // Another time there may be a network.
    text.then((found) => found === undefined && kept.delete(path));
  }
  return kept.get(path);
}

/** What is in a JSON file. */
export const fetchJson = (path) => fetchText(path).then((text) => text && JSON.parse(text)).catch(() => undefined);
