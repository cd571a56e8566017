// Loads what makes links, reads files and shows dialogs when it is first wanted.
let wanted;

function load() {
  const { share } = document.querySelector("script[data-share]").dataset;
  wanted ??= import(new URL(share, document.baseURI).href);
  wanted.catch(() => {
    wanted = undefined;
  });
  return wanted;
}

export const share = async (program) => (await load()).share(program);
export const keys = async (lang) => (await load()).keys(lang);
export const readLink = async (fragment) => (await load()).readLink(fragment);
export const readFiles = async (dropped) => (await load()).readFiles(dropped);
export const chooseFiles = async () => {
  const { choose, readFiles } = await load();
  return readFiles(await choose());
};

// An event's files are gone when it is over.
export const dropped = ({ dataTransfer }) =>
  [...dataTransfer.items].map((item) => item.webkitGetAsEntry?.() ?? item.getAsFile()).filter(Boolean);
