import { useMemo } from 'react';
import { cn } from '@/lib/shared/class-names';
import { numericColumns, readCsv } from '@/lib/shared/csv.view';
import { ONLY_BEGINNING, TextBox } from './text-box';

const MAX_ROWS = 201;

/** Longer cells are sentences: on a phone they keep a width that can be read, and the table scrolls. */
const SENTENCE = 24;

/** The first rows of a CSV file; columns of numbers stand right. */
export function CsvTable({ text, title, cut }: { text: string; title: string; cut: boolean }) {
  const { rows, complete } = useMemo(() => readCsv(text, MAX_ROWS), [text]);
  const [head = [], ...body] = rows;
  const numeric = numericColumns(rows);
  if (rows.every((row) => row.every((cell) => cell === ''))) {
    return <TextBox text="" label={title} />;
  }
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
      tabIndex={0}
      aria-label={title}
      className="max-h-96 overflow-auto rounded-md border border-border"
    >
      <table className="tabular w-full border-collapse text-left text-[0.8125rem]">
        <thead className="sticky top-0 bg-raised">
          <tr>
            {numeric.map((isNumber, column) => (
              <th
                // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place only
                key={column}
                scope="col"
                className={`px-3 py-1.5 font-medium ${isNumber ? 'text-right' : ''}`}
              >
                {head[column]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-border">
          {body.map((row, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: rows are told apart by their place only
            <tr key={index}>
              {numeric.map((isNumber, column) => (
                <td
                  // biome-ignore lint/suspicious/noArrayIndexKey: as above
                  key={column}
                  className={cn(
                    'px-3 py-1.5',
                    isNumber && 'text-right',
                    (row[column]?.length ?? 0) > SENTENCE && 'min-w-48',
                  )}
                >
                  {row[column]}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {complete && !cut ? null : (
        <p className="border-border border-t px-3 py-2 text-muted text-xs">{ONLY_BEGINNING}</p>
      )}
    </section>
  );
}
