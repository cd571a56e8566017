// The worker: the analysis, off the page's thread. It says when it is ready;
// what is sent before would be lost.

import { serve } from "./analyst.js";

const post = (message) => self.postMessage(message);

serve(post).then((answer) => {
  self.onmessage = (event) => answer(event.data);
  post({ ready: true });
}).catch((error) => {
  // Where the page's listener for errors hears it.
  setTimeout(() => { throw error; });
});
