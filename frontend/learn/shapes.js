// The outlines of the marks that lessons speak of: those of src/editor/shape.rs,
// which a test compares.

export const shapes = [
  { kind: "heap", path: "M8 1.2 15.4 14.4H.6Z" },
  { kind: "small", path: "M8 .8 15.2 8 8 15.2.8 8Z" },
  { kind: "leak", path: "M.8 5.6h7V1.4L15.4 8l-7.6 6.6v-4.2h-7Z" },
  { kind: "stack", path: "M8 2.6a5.4 5.4 0 1 1 0 10.8A5.4 5.4 0 0 1 8 2.6Z" },
  { kind: "none", path: "M8 3a5 5 0 1 1 0 10A5 5 0 0 1 8 3Z" },
];
