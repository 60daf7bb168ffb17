import { cn } from '@/lib/shared/class-names';
import { numericColumns, readCsv } from '@/lib/shared/csv.view';

/** What a run of a module's example gives. */
export type ModuleSample =
  | { kind: 'image'; src: string }
  | { kind: 'table'; text: string }
  | { kind: 'text'; text: string };

interface ModuleThumbnailProps {
  title: string;
  sample: ModuleSample | undefined;
}

/** The example's result in small. */
export function ModuleThumbnail({ title, sample }: ModuleThumbnailProps) {
  return (
    <div
      aria-hidden
      className="flex h-40 items-center justify-center-safe overflow-hidden border-border border-b bg-raised"
    >
      {sample === undefined ? (
        <span className="font-mono text-lg text-muted">{title.slice(0, 2)}</span>
      ) : sample.kind === 'image' ? (
        // biome-ignore lint/performance/noImgElement: a small static file, already of the right size
        <img src={sample.src} alt="" className="size-full object-cover" />
      ) : sample.kind === 'table' ? (
        <SmallTable text={sample.text} />
      ) : (
        <pre className="max-h-full px-4 text-xs text-muted leading-[0.8rem]">{sample.text}</pre>
      )}
    </div>
  );
}

const ROWS = 5;
const COLUMNS = 4;

function SmallTable({ text }: { text: string }) {
  const { rows } = readCsv(text, ROWS);
  const numeric = numericColumns(rows);
  return (
    <table className="tabular border border-border bg-surface font-mono text-xs">
      <tbody>
        {rows.map((row, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place only
          <tr key={index} className={index === 0 ? 'text-muted' : ''}>
            {row.slice(0, COLUMNS).map((cell, column) => (
              <td
                // biome-ignore lint/suspicious/noArrayIndexKey: as above
                key={column}
                className={cn(
                  'max-w-28 truncate border border-border px-2.5 py-1',
                  numeric[column] && 'text-right',
                )}
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
