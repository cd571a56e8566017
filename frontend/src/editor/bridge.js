// Loads the editor's bundle when it is first wanted, wherever the page lies.
export async function mount(host, words, events) {
  const bundle = await import(new URL("editor.js", document.baseURI).href);
  return bundle.mount(host, words, events);
}
