// Loads the editor's bundle when it is first wanted, wherever the page lies.
const bundle = () => {
  const { editor } = document.querySelector("script[data-editor]").dataset;
  return import(new URL(editor, document.baseURI).href);
};

export const mount = async (host, words, events) => (await bundle()).mount(host, words, events);

export async function tell(host, way) {
  try {
    await (await bundle()).tell(host, way);
  } catch {
    // What tells it could not be loaded: gc's own words are here.
    host.textContent = way.steps.map(({ flow }) => flow).join("; ");
  }
}
