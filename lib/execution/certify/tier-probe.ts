/** A module with one function that counts down from a million. */
const PROBE = [
  [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  [1, 4, 1, 0x60, 0, 0],
  [3, 2, 1, 0],
  [7, 5, 1, 1, 0x66, 0, 0],
  [10, 24, 1, 22, 1, 1, 0x7f],
  [0x41, 0xc0, 0x84, 0x3d, 0x21, 0],
  [0x03, 0x40, 0x20, 0, 0x41, 1, 0x6b, 0x22, 0, 0x0d, 0, 0x0b, 0x0b],
].flat();

const ROUNDS = 30;
const PATIENCE_MS = 250;

/**
 * An expression that asks V8 by which compiler a function is made once it is hot: `liftoff` or
 * `turbofan`. Flags are promises: with some of them, functions without loops alone stay in the baseline
 * compiler. It needs --allow-natives-syntax and is text, as nothing else reads it. Compiling goes on
 * beside the calls, so it asks for a while.
 */
export const TIER_PROBE = `(() => {
  const { exports: { f } } = new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(${JSON.stringify(PROBE)})));
  const until = Date.now() + ${PATIENCE_MS};
  for (let round = 0; round < ${ROUNDS} || Date.now() < until; round++) {
    f();
    if (%IsTurboFanFunction(f)) return 'turbofan';
  }
  return %IsLiftoffFunction(f) ? 'liftoff' : 'neither';
})()`;
