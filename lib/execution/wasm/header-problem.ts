/** What a file is that is no core module, by the bytes it begins with. */
const FOREIGN: readonly (readonly [bytes: readonly number[], name: string])[] = [
  [[0x7f, 0x45, 0x4c, 0x46], 'an ELF program'],
  [[0xcf, 0xfa, 0xed, 0xfe], 'a Mach-O program'],
  [[0xce, 0xfa, 0xed, 0xfe], 'a Mach-O program'],
  [[0xca, 0xfe, 0xba, 0xbe], 'a Mach-O program or Java class'],
  [[0x42, 0x43, 0xc0, 0xde], 'LLVM bitcode'],
  [[0x21, 0x3c, 0x61, 0x72, 0x63, 0x68, 0x3e], 'an archive of object files'],
  [[0x4d, 0x5a], 'a Windows program'],
  [[0x23, 0x21], 'a script'],
  [[0x1f, 0x8b], 'a gzip archive'],
  [[0x50, 0x4b, 0x03, 0x04], 'a zip archive'],
];

/** `(module` or `(component`, behind blanks and comments; looked for in the first bytes only. */
const TEXT = /^(\s|;;[^\n]*\n|\(;[^;]*;\))*\((module|component)\b/;
const TEXT_BYTES = 4_096;

const MAGIC = [0x00, 0x61, 0x73, 0x6d];
const CORE_VERSION = [0x01, 0x00, 0x00, 0x00];
const COMPONENT_LAYER = 1;

/** Why the first eight bytes are not those of a core WebAssembly module, if they are not. */
export function headerProblemOf(
  bytes: Uint8Array,
): { readonly reason: string; readonly offset: number } | undefined {
  const startsWith = (wanted: readonly number[], at = 0): boolean =>
    wanted.every((byte, index) => bytes[at + index] === byte);
  if (!startsWith(MAGIC)) {
    const foreign = FOREIGN.find(([start]) => startsWith(start))?.[1];
    if (foreign !== undefined) return { reason: `not WebAssembly but ${foreign}`, offset: 0 };
    if (TEXT.test(String.fromCharCode(...bytes.subarray(0, TEXT_BYTES)))) {
      return { reason: 'WebAssembly text, which must be assembled first', offset: 0 };
    }
    if (bytes.length < MAGIC.length && MAGIC.slice(0, bytes.length).every((b, i) => bytes[i] === b))
      return { reason: 'unexpected end in the header', offset: bytes.length };
    return { reason: 'not WebAssembly: it must begin with 00 61 73 6d', offset: 0 };
  }
  if (bytes.length < 8) return { reason: 'unexpected end in the header', offset: bytes.length };
  if (startsWith(CORE_VERSION, 4)) return undefined;
  if (bytes[6] === COMPONENT_LAYER && bytes[7] === 0) {
    return { reason: 'a component; only core modules are accepted', offset: 4 };
  }
  return { reason: 'not version 1 of WebAssembly', offset: 4 };
}
