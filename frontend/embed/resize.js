// For the page around: frames that show embed.html become as high as what is
// in them. <script type="module" src="…/embed/resize.js"></script>
//
// A sandboxed frame without allow-same-origin has an opaque origin, which no
// message can be addressed to: only there the greeting goes to "*". It holds a
// fresh nonce and a port, nothing of the page; the worst that a stranger who
// has come into the frame can do with them is to choose the frame's height,
// within bounds.

const HOME = new URL("../embed.html", import.meta.url);
const LEAST = 40;
const MOST = 20_000;

const isOurs = (frame) => {
  const src = URL.canParse(frame.src) && new URL(frame.src);
  return src && src.origin === HOME.origin && src.pathname.replace(/\.html$/, "") === HOME.pathname.replace(/\.html$/, "");
};

function greet(frame) {
  const nonce = crypto.randomUUID?.() ?? [...crypto.getRandomValues(new Uint32Array(4))].join("-");
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => {
    if (data?.nonce !== nonce || !Number.isFinite(data.height)) return;
    frame.style.height = `${Math.min(MOST, Math.max(LEAST, data.height))}px`;
  };
  const opaque = frame.sandbox.length > 0 && !frame.sandbox.contains("allow-same-origin");
  frame.contentWindow?.postMessage({ escapade: "hello", nonce }, opaque ? "*" : HOME.origin, [port2]);
}

const seen = new WeakSet();

function look() {
  for (const frame of document.querySelectorAll("iframe")) {
    if (seen.has(frame) || !isOurs(frame)) continue;
    seen.add(frame);
    // Whenever it is loaded; at once if it is there already and no empty document any more.
    frame.addEventListener("load", () => greet(frame));
    if (frame.contentDocument?.URL !== "about:blank") greet(frame);
  }
}

look();
new MutationObserver(look).observe(document.documentElement, { childList: true, subtree: true, attributes: true, attributeFilter: ["src"] });
