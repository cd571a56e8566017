// Loads the editor's bundle when it is first wanted, wherever the page lies.
export async function mount(host, words, events) {
  const { editor } = document.querySelector("script[data-editor]").dataset;
  const bundle = await import(new URL(editor, document.baseURI).href);
  return bundle.mount(host, words, events);
}
