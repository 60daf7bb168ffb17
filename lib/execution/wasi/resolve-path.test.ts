import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ERRNO, WasiError } from './errno';
import { decodePath } from './resolve-path';

const fatal = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function decoded(decode: () => string): string | number {
  try {
    return decode();
  } catch (error) {
    return error instanceof WasiError ? error.errno : ERRNO.ilseq;
  }
}

describe('a path', () => {
  it('is UTF-8, as the platform decodes it, or refused', () => {
    const byte = fc.oneof(
      fc.integer({ min: 0x80, max: 0xff }),
      fc.constantFrom(0x2f, 0x61, 0xef, 0xbf, 0xbd, 0xbb, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80),
    );
    const text = fc.string({ unit: 'binary' }).map((each) => [...new TextEncoder().encode(each)]);
    const pieces = fc.array(fc.oneof(text, fc.array(byte, { maxLength: 4 })), { maxLength: 4 });
    fc.assert(
      fc.property(pieces, (parts) => {
        const bytes = Uint8Array.from(parts.flat().filter((each) => each >= 0x20 && each !== 0x7f));
        if (bytes.includes(0x5c)) return;
        expect(decoded(() => decodePath(bytes))).toBe(decoded(() => fatal.decode(bytes)));
      }),
      { numRuns: 2_000 },
    );
  });

  it.each(['\ufffd', 'a\ufffdb/\ufeff'])('may hold %j', (name) => {
    expect(decodePath(new TextEncoder().encode(name))).toBe(name);
  });
});
