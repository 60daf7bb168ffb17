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
      <path d={cellsOf(cells, 1)} style={{ fill: ink(hues[0]) }} />
      <path d={cellsOf(cells, 2)} style={{ fill: ink(hues[1]) }} />
    </svg>
  );
}

/** All cells of one ink as one path: a page has dozens of pictures, and each node of them costs. */
function cellsOf(cells: readonly number[], ink: number): string {
  return cells
    .map((cell, index) =>
      cell === ink ? `M${1 + (index % 5)} ${1 + Math.floor(index / 5)}h1v1h-1z` : '',
    )
    .join('');
}
