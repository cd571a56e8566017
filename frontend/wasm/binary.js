// The little that is changed in wasm files byte by byte: whole sections, and
// what functions begin with.

/** The sections' numbers. */
const IDS = { memory: 5, code: 10 };

/** A number as LEB128; signed ones are the operands of `i32.const`. */
export function leb(value, signed = false) {
  const bytes = [];
  for (let rest = value; ; ) {
    const low = rest & 0x7f;
    rest = signed ? rest >> 7 : rest >>> 7;
    if (rest === 0 && !(signed && low & 0x40)) return [...bytes, low];
    bytes.push(low | 0x80);
  }
}

/** Reads unsigned numbers one after the other. */
class Reader {
  constructor(bytes, at = 0) {
    Object.assign(this, { bytes, at });
  }

  number() {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.bytes[this.at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }
}

/**
 * A wasm file with sections changed: `change` has functions by the section's
 * name, which are given its content and return another.
 */
export function rewrite(bytes, change) {
  const parts = [bytes.subarray(0, 8)];
  const reader = new Reader(bytes, 8);
  while (reader.at < bytes.length) {
    const from = reader.at;
    const id = reader.number();
    const size = reader.number();
    const content = bytes.subarray(reader.at, reader.at + size);
    reader.at += size;
    const name = Object.keys(IDS).find((key) => IDS[key] === id);
    if (!change[name]) {
      parts.push(bytes.subarray(from, reader.at));
      continue;
    }
    const changed = change[name](content);
    parts.push(Uint8Array.from([id, ...leb(changed.length)]), Uint8Array.from(changed));
  }
  return Buffer.concat(parts);
}

/** The pages that the only memory of a section has at first, and at most. */
export function pages(content) {
  const reader = new Reader(content, 1);
  const flags = reader.number();
  const min = reader.number();
  return { flags, min, max: flags & 1 ? reader.number() : undefined };
}

/** A code section in which `prefix` says what the body of each function begins with. */
export function prefixed(content, prefix) {
  const reader = new Reader(content);
  const count = reader.number();
  const parts = [Uint8Array.from(leb(count))];
  for (let index = 0; index < count; index += 1) {
    const size = reader.number();
    const from = reader.at;
    const end = from + size;
    for (let groups = reader.number(); groups > 0; groups -= 1) {
      reader.number();
      // A value's type is one byte, as far as rustc uses them.
      reader.at += 1;
    }
    const first = prefix(index);
    parts.push(Uint8Array.from(leb(size + first.length)), content.subarray(from, reader.at), Uint8Array.from(first), content.subarray(reader.at, end));
    reader.at = end;
  }
  return Buffer.concat(parts);
}
