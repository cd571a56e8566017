// The real compiler in a browser: cmd/compile built for js/wasm, with a file
// system in memory that has what it reads. Runs in a page, so that it is
// measured where ours is: `cargo xtask bench` builds it and says where it is.

/** What stands in for Node's `fs`, which is what Go's runtime for JavaScript asks for. */
function memory(files) {
  const constants = { O_RDONLY: 0, O_WRONLY: 1, O_RDWR: 2, O_CREAT: 64, O_EXCL: 128, O_TRUNC: 512, O_APPEND: 1024, O_DIRECTORY: 65_536 };
  const open = new Map();
  const said = [];
  let next = 10;
  const missing = () => Object.assign(new Error("no such file"), { code: "ENOENT" });
  const stat = (size, directory = false) => ({
    dev: 1, ino: 1, mode: directory ? 0o40755 : 0o100644, nlink: 1, uid: 0, gid: 0, rdev: 0, size, blksize: 4096, blocks: size >> 9,
    atimeMs: 0, mtimeMs: 0, ctimeMs: 0, isDirectory: () => directory,
  });
  const sized = (path) => (files.has(path) ? [null, stat(files.get(path).length)] : path === "/" ? [null, stat(0, true)] : [missing()]);
  // What it makes is looked at by nobody, and costs it nothing.
  const write = (fd, bytes) => {
    if (fd < 10) said.push(bytes.slice());
  };
  const fs = {
    constants,
    writeSync: (fd, bytes) => (write(fd, bytes), bytes.length),
    write(fd, buffer, offset, length, position, done) {
      write(fd, buffer.subarray(offset, offset + length));
      done(null, length);
    },
    open(path, flags, mode, done) {
      if (!files.has(path)) {
        if (!(flags & constants.O_CREAT)) return done(missing());
        files.set(path, new Uint8Array());
      } else if (flags & constants.O_TRUNC) {
        files.set(path, new Uint8Array());
      }
      open.set(next, { path, at: 0 });
      done(null, next);
      next += 1;
    },
    read(fd, buffer, offset, length, position, done) {
      const file = open.get(fd);
      const at = position ?? file.at;
      const piece = files.get(file.path).subarray(at, at + length);
      buffer.set(piece, offset);
      file.at = at + piece.length;
      done(null, piece.length);
    },
    close(fd, done) { open.delete(fd); done(null); },
    fstat(fd, done) { done(...(open.has(fd) ? sized(open.get(fd).path) : [null, stat(0)])); },
    stat(path, done) { done(...sized(path)); },
    lstat(path, done) { done(...sized(path)); },
    fsync(fd, done) { done(null); },
    unlink(path, done) { files.delete(path); done(null); },
    mkdir(path, mode, done) { done(null); },
  };
  const never = (...rest) => rest.at(-1)(Object.assign(new Error("not implemented"), { code: "ENOSYS" }));
  for (const name of ["chmod", "chown", "fchmod", "fchown", "ftruncate", "lchown", "link", "readdir", "readlink", "rename", "rmdir", "symlink", "truncate", "utimes"]) {
    fs[name] = never;
  }
  return { fs, said };
}

/**
 * Fetches compiler and export data from `folder`; what it gives compiles a
 * program as `go tool compile -m` does, and says what that printed.
 */
export async function compiler(folder) {
  const module = await WebAssembly.compileStreaming(fetch(`${folder}compile.wasm`));
  await import(`${folder}wasm_exec.js`);
  const exports = await (await fetch(`${folder}exports.json`)).json();
  const data = await Promise.all(exports.map(async ({ file }) => new Uint8Array(await (await fetch(`${folder}${file}`)).arrayBuffer())));
  const config = exports.map(({ path }) => `packagefile ${path}=/lib/${path}.a\n`).join("");
  const bytes = new TextEncoder();
  return async (text) => {
    const files = new Map(exports.map(({ path }, index) => [`/lib/${path}.a`, data[index]]));
    files.set("/importcfg", bytes.encode(config)).set("/main.go", bytes.encode(text));
    const { fs, said } = memory(files);
    globalThis.fs = fs;
    const go = new Go();
    go.argv = ["compile", "-m", "-p", "main", "-complete", "-importcfg=/importcfg", "-o", "/out.o", "/main.go"];
    go.env = { GOOS: "linux", GOARCH: "amd64", GOAMD64: "v1" };
    let code = 0;
    go.exit = (status) => { code = status; };
    await go.run(await WebAssembly.instantiate(module, go.importObject));
    const printed = new TextDecoder().decode(await new Blob(said).arrayBuffer());
    if (code !== 0) throw new Error(`gc ended with ${code}: ${printed.slice(0, 500)}`);
    return printed;
  };
}
