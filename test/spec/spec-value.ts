import { VALUE_TYPE } from '@/lib/execution/wasm/parsed-module';

/** A number or vector as its bytes in memory, so that no conversion touches a NaN; or a reference. */
export type SpecValue =
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  | { readonly kind: 'reference'; readonly value: unknown };

/** What a result is compared with: a value, a NaN of a kind, or one of these in each lane. */
export type SpecPattern =
  | SpecValue
  | { readonly kind: 'canonical' | 'arithmetic'; readonly size: number }
  | { readonly kind: 'lanes'; readonly lanes: readonly SpecPattern[] }
  | { readonly kind: 'either'; readonly of: readonly SpecPattern[] }
  /** A reference to some function. */
  | { readonly kind: 'function' };

export const SIZE_OF: Readonly<Record<number, number>> = {
  [VALUE_TYPE.i32]: 4,
  [VALUE_TYPE.i64]: 8,
  [VALUE_TYPE.f32]: 4,
  [VALUE_TYPE.f64]: 8,
  [VALUE_TYPE.v128]: 16,
};

export function bytesValue(view: ArrayBufferView): SpecValue & { kind: 'bytes' } {
  const { buffer, byteOffset, byteLength } = view;
  return { kind: 'bytes', bytes: new Uint8Array(buffer, byteOffset, byteLength).slice() };
}

/** What a host refers to: the same for the same name. */
export const hostReference = (name: unknown): SpecValue & { kind: 'reference' } => ({
  kind: 'reference',
  value: `host ${String(name)}`,
});

export const NULL_REFERENCE: SpecValue = { kind: 'reference', value: null };

/** Whether a result is as the specification wants it. */
export function matches(result: SpecValue, pattern: SpecPattern): boolean {
  if (result.kind === 'bytes') return bytesMatch(result.bytes, pattern);
  if (pattern.kind === 'either') return pattern.of.some((one) => matches(result, one));
  if (pattern.kind === 'function') return typeof result.value === 'function';
  return pattern.kind === 'reference' && pattern.value === result.value;
}

function bytesMatch(result: Uint8Array, pattern: SpecPattern): boolean {
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
        bytesMatch(result.subarray(index * size, (index + 1) * size), lane),
      );
    }
    case 'either':
      return pattern.of.some((one) => bytesMatch(result, one));
    case 'function':
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

export const toldValue = (value: SpecValue): string =>
  value.kind === 'bytes' ? Buffer.from(value.bytes).reverse().toString('hex') : String(value.value);
