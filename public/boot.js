// Starts the page's wasm, whose names Trunk has put into this script's own element.
const { appJs, appWasm } = document.querySelector("script[data-app-js]").dataset;
const at = (path) => new URL(path, document.baseURI).href;

try {
  const { default: start } = await import(at(appJs));
  await start({ module_or_path: at(appWasm) });
} catch (error) {
  document.getElementById("no-start").hidden = false;
  throw error;
}
