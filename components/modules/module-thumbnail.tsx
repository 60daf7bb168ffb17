import { cn } from '@/lib/shared/class-names';

interface ModuleThumbnailProps {
  name: string;
  title: string;
  className?: string;
}

const COW = ` _____________
< Every run   >
< is checked. >
 -------------
        \\   ^__^
         \\  (oo)\\_______
            (__)\\       )\\/\\
                ||----w |
                ||     ||`;

const ROWS = [
  ['city', 'n', 'mean'],
  ['Bern', '412', '8.4'],
  ['Oslo', '388', '5.9'],
  ['Porto', '371', '15.2'],
];

/** What a run of the module gives, in small. */
export function ModuleThumbnail({ name, title, className }: ModuleThumbnailProps) {
  return (
    <div
      aria-hidden
      className={cn(
        'flex h-36 items-center justify-center overflow-hidden border-border border-b bg-raised',
        className,
      )}
    >
      <Picture name={name} title={title} />
    </div>
  );
}

function Picture({ name, title }: { name: string; title: string }) {
  if (name === 'cowsay') {
    return <pre className="text-[0.625rem] text-muted leading-[0.78rem]">{COW}</pre>;
  }
  if (name === 'sqlite') {
    return (
      <table className="tabular border border-border bg-surface font-mono text-[0.6875rem]">
        <tbody>
          {ROWS.map((row, index) => (
            <tr key={row[0]} className={index === 0 ? 'text-muted' : ''}>
              {row.map((cell, column) => (
                <td
                  key={cell}
                  className={cn('border border-border px-3 py-1', column > 0 && 'text-right')}
                >
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    );
  }
  if (name === 'upscale') return <Upscaled />;
  return <span className="font-mono text-lg text-muted">{title.slice(0, 2)}</span>;
}

/** A disc, coarse on the left and fine on the right. */
function Upscaled() {
  const coarse = grid(9);
  const fine = grid(36);
  return (
    <svg viewBox="0 0 160 80" aria-hidden="true" className="h-24" shapeRendering="crispEdges">
      <g fill="var(--muted)">{cells(coarse, 9, 0, 72)}</g>
      <g fill="var(--accent)">{cells(fine, 36, 88, 72)}</g>
    </svg>
  );
}

function grid(size: number): number[] {
  const centre = (size - 1) / 2;
  return Array.from({ length: size * size }, (_, index) => {
    const x = (index % size) - centre;
    const y = Math.floor(index / size) - centre;
    return Math.hypot(x, y) <= size / 2 - 0.1 ? 1 : 0;
  });
}

function cells(values: readonly number[], size: number, left: number, width: number) {
  const side = width / size;
  return values.flatMap((value, index) =>
    value === 0
      ? []
      : [
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the cell's place
            key={index}
            x={left + (index % size) * side}
            y={4 + Math.floor(index / size) * side}
            width={side}
            height={side}
          />,
        ],
  );
}
