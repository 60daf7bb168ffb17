import { cn } from '@/lib/shared/class-names';
import { fingerprintOf } from '@/lib/shared/hash.view';

/** A small deterministic picture of a hash: equal and different are seen at a glance. */
export function Fingerprint({ value, className }: { value: string; className?: string }) {
  const { hues, cells } = fingerprintOf(value.toLowerCase());
  const ink = (hue: number) => `light-dark(oklch(0.52 0.15 ${hue}), oklch(0.78 0.12 ${hue}))`;
  const tint = (hue: number) => `light-dark(oklch(0.94 0.03 ${hue}), oklch(0.28 0.04 ${hue}))`;
  return (
    <svg
      viewBox="0 0 7 7"
      aria-hidden="true"
      shapeRendering="crispEdges"
      style={{ background: tint(hues[0]) }}
      className={cn('fingerprint', className)}
    >
      {cells.map((cell, index) =>
        cell === 0 ? null : (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the cell's place
            key={index}
            x={1 + (index % 5)}
            y={1 + Math.floor(index / 5)}
            width="1"
            height="1"
            style={{ fill: ink(hues[cell - 1] ?? 0) }}
          />
        ),
      )}
    </svg>
  );
}
