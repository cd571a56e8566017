// What all bundles of the site have in common; esbuild's options.

export const BUNDLE = {
  bundle: true,
  format: "esm",
  target: "es2022",
  minify: true,
  legalComments: "none",
  charset: "utf8",
  logLevel: "warning",
};
