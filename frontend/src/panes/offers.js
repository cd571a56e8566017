// Loads what shows offers when the reader first comes to a line that allocates.
let wanted;

export async function offers(host, files, ...about) {
  if (!wanted && files.length === 0) return;
  const { offers } = document.querySelector("script[data-offers]").dataset;
  wanted ??= import(new URL(offers, document.baseURI).href);
  wanted.catch(() => {
    wanted = undefined;
  });
  (await wanted).offers(host, files, ...about);
}
