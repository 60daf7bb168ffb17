import { ERRNO, WasiError } from './errno';

/** Files stay addressable by exact JavaScript numbers; the storage cap is far below. */
export const LARGEST_OFFSET = 1n << 52n;

export function offsetOf(value: bigint): number {
  const offset = BigInt.asUintN(64, value);
  if (offset > LARGEST_OFFSET) throw new WasiError(ERRNO.inval);
  return Number(offset);
}
