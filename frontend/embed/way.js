// How the ways of values are told: the site's sentences, a file of their own
// because nobody needs them before a verdict is opened.

export { gcLines, stops } from "../way/tell.js";
