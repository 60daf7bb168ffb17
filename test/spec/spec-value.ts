import { VALUE_TYPE } from '@/lib/execution/wasm/parsed-module';

/** A value as its bytes in memory, so that no conversion touches a NaN. */
export interface SpecValue {
  readonly kind: 'bytes';
  readonly bytes: Uint8Array;
}

/** What a result is compared with: a value, a NaN of a kind, or one of these in each lane. */
export type SpecPattern =
  | SpecValue
  | { readonly kind: 'canonical' | 'arithmetic'; readonly size: number }
  | { readonly kind: 'lanes'; readonly lanes: readonly SpecPattern[] }
  | { readonly kind: 'either'; readonly of: readonly SpecPattern[] }
  /** A reference: no module that gives one is accepted. */
  | { readonly kind: 'reference' };

export const SIZE_OF: Readonly<Record<number, number>> = {
  [VALUE_TYPE.i32]: 4,
  [VALUE_TYPE.i64]: 8,
  [VALUE_TYPE.f32]: 4,
  [VALUE_TYPE.f64]: 8,
  [VALUE_TYPE.v128]: 16,
};

export function bytesValue(view: ArrayBufferView): SpecValue {
  const { buffer, byteOffset, byteLength } = view;
  return { kind: 'bytes', bytes: new Uint8Array(buffer, byteOffset, byteLength).slice() };
}

/** Whether a result is as the specification wants it. */
export function matches(result: Uint8Array, pattern: SpecPattern): boolean {
  switch (pattern.kind) {
    case 'bytes':
      return (
        result.length === pattern.bytes.length &&
        result.every((byte, index) => byte === pattern.bytes[index])
      );
    case 'canonical':
    case 'arithmetic':
      return result.length === pattern.size && isNan(result, pattern.kind === 'canonical');
    case 'lanes': {
      const size = result.length / pattern.lanes.length;
      return pattern.lanes.every((lane, index) =>
        matches(result.subarray(index * size, (index + 1) * size), lane),
      );
    }
    case 'either':
      return pattern.of.some((one) => matches(result, one));
    case 'reference':
      return false;
  }
}

/** Canonical: the quiet bit alone is set in the payload. Arithmetic: at least that. */
function isNan(bytes: Uint8Array, isCanonical: boolean): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isSingle = bytes.length === 4;
  const bits = isSingle ? BigInt(view.getUint32(0, true)) : view.getBigUint64(0, true);
  const quiet = isSingle ? 0x7fc0_0000n : 0x7ff8_0000_0000_0000n;
  const sign = 1n << BigInt(bytes.length * 8 - 1);
  return isCanonical ? (bits & ~sign) === quiet : (bits & quiet) === quiet;
}

export const hexOf = (bytes: Uint8Array): string => Buffer.from(bytes).reverse().toString('hex');
