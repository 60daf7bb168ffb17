/** A module with one function that does nothing. */
const PROBE = [
  [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  [1, 4, 1, 0x60, 0, 0],
  [3, 2, 1, 0],
  [7, 5, 1, 1, 0x66, 0, 0],
  [10, 4, 1, 2, 0, 0x0b],
].flat();

/**
 * An expression that asks V8 by which compiler a function that was called often is made: `liftoff`
 * or `turbofan`. Flags are promises. It needs --allow-natives-syntax and is text, as nothing else
 * reads it.
 */
export const TIER_PROBE = `(() => {
  const { exports: { f } } = new WebAssembly.Instance(
    new WebAssembly.Module(Uint8Array.from(${JSON.stringify(PROBE)})));
  for (let round = 0; round < 10000; round++) f();
  return %IsLiftoffFunction(f) ? 'liftoff' : %IsTurboFanFunction(f) ? 'turbofan' : 'neither';
})()`;
