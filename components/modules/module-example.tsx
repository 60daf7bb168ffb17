import { TextBox } from '@/components/deals/text-box';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { numericColumns, readCsv } from '@/lib/shared/csv.view';
import type { ModuleSample } from './module-thumbnail';

interface ModuleExampleProps {
  sample: ModuleSample | undefined;
  job: Record<string, unknown>;
  /** Of each input its title, as the form has it. */
  inputs: Readonly<Record<string, { readonly title?: string | undefined }>>;
}

/** The manifest's example: what goes in, what comes out. */
export function ModuleExample({ sample, job, inputs }: ModuleExampleProps) {
  return (
    <div className="grid gap-4 md:grid-cols-2">
      <div className="min-w-0">
        <h3 className="mb-1.5 text-muted text-xs">In</h3>
        <dl className="flex flex-col gap-2">
          {Object.entries(job).map(([name, value]) => (
            <div key={name}>
              <dt className="text-muted text-xs">{inputs[name]?.title ?? name}</dt>
              <dd className="whitespace-pre-wrap font-mono text-[0.8125rem] [overflow-wrap:anywhere]">
                <Value name={name} text={String(value).replace(/^files\//, '')} />
              </dd>
            </div>
          ))}
        </dl>
      </div>
      <div className="min-w-0">
        <h3 className="mb-1.5 text-muted text-xs">Out</h3>
        <Output sample={sample} />
      </div>
    </div>
  );
}

const LONG_TEXT = 600;

/** A job's value; a long one in a box of its own that scrolls. */
function Value({ name, text }: { name: string; text: string }) {
  return text.length > LONG_TEXT ? <TextBox text={text} label={name} /> : text;
}

function Output({ sample }: { sample: ModuleSample | undefined }) {
  if (sample === undefined) return <p className="text-muted">Run it to see.</p>;
  if (sample.kind === 'image') {
    return (
      // biome-ignore lint/performance/noImgElement: a small static file, already of the right size
      <img
        src={sample.src}
        alt="Result of the example"
        className="max-h-72 rounded-md border border-border"
      />
    );
  }
  if (sample.kind === 'text') return <TextBox text={sample.text} label="Output of the example" />;
  const table = readCsv(sample.text, 8).rows;
  const [head = [], ...rows] = table;
  const numeric = numericColumns(table);
  return (
    <div className="rounded-md border border-border">
      <Table
        caption="Result of the example"
        head={head.map((cell, column) => (
          <Th key={cell} numeric={numeric[column] ?? false}>
            {cell}
          </Th>
        ))}
      >
        {rows.map((row) => (
          <Tr key={row.join()}>
            {row.map((cell, column) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: columns are told apart by their place only
              <Td key={column} numeric={numeric[column] ?? false} className="h-9 py-1">
                {cell}
              </Td>
            ))}
          </Tr>
        ))}
      </Table>
    </div>
  );
}
