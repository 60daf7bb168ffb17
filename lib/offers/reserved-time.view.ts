import { formatDuration } from '../shared/time.view';

/** Fuel of containers is time: 10^9 a second (docs/adr/0014). "20 s" for 20 G. */
export function reservedTime(fuelLimit: bigint): string {
  return formatDuration(Math.max(1, Math.ceil(Number(fuelLimit) / 1e9)));
}
