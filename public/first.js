// Before anything is drawn: the reader's language and theme, and whether the
// document is going to be another one than the page shows at first (a link, an
// address, a draft of it), so that nobody sees somebody else's text. The app
// decides all this again, in the same way (src/app/hooks.rs).

{
  const root = document.documentElement;
  const first = document.currentScript.dataset.document;
  const kept = (key) => {
    try {
      return localStorage.getItem(`escapade:${key}`);
    } catch {
      // There is no storage.
      return null;
    }
  };
  root.lang = /^zh(?![a-z])/i.test(kept("lang") ?? navigator.language) ? "zh-Hans" : "en";
  root.dataset.theme = ["light", "dark"].find((theme) => theme === kept("theme")) ?? "system";
  const here = !location.hash || location.hash === `#example=${first}`;
  if (!here || kept(`draft:${first}`) !== null) root.dataset.elsewhere = "";
}
