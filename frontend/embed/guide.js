// The recipes are made for the copy of the site that they are read on.

const home = new URL("../", import.meta.url).href;

for (const code of document.querySelectorAll(".recipe code")) {
  const { origin } = new URL(home);
  code.textContent = code.textContent
    .replaceAll("https://escapade.example/", home)
    // In policies an origin stands without a path.
    .replaceAll("https://escapade.example", origin);
}
