'use client';

import { useDeferredValue, useMemo, useState } from 'react';
import { Input } from '@/components/ui/input';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { formatCount } from '@/lib/shared/quantity.view';
import { ResultGate } from './result-gate';

const STREAMS = { stdout: 'Output', stderr: 'Messages' } as const;
/** Lines that are drawn at most; the search looks through all that were read. */
const MAX_LINES = 2_000;
/** Of each stream; a program can write 64 MiB of line ends. */
const MAX_BYTES = 2_000_000;

interface LogLine {
  readonly stream: keyof typeof STREAMS;
  readonly number: number;
  readonly text: string;
}

/** What the program said, to search. A map job's items have theirs in the result. */
export function LogsPanel({ record }: { record: DealRecord }) {
  return (
    <ResultGate record={record}>
      {(results) => {
        const result = results.find(({ role }) => role === 'provider') ?? results[0];
        return <Logs files={result?.files ?? new Map()} />;
      }}
    </ResultGate>
  );
}

function Logs({ files }: { files: ReadonlyMap<string, Uint8Array> }) {
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search).toLowerCase();
  const lines = useMemo(() => linesOf(files), [files]);
  const found = useMemo(
    () => lines.filter(({ text }) => text.toLowerCase().includes(wanted)),
    [lines, wanted],
  );
  if (lines.length === 0) return <p className="text-muted">The program said nothing.</p>;
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <Input
          type="search"
          aria-label="Search the logs"
          placeholder="Search the logs"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
          className="sm:w-64"
        />
        <p role="status" className="tabular text-muted text-xs">
          {formatCount(found.length)} of {formatCount(lines.length)} lines
          {found.length > MAX_LINES ? `, the first ${formatCount(MAX_LINES)} shown` : ''}
          {isCut(files) ? '; only the beginning was read, the result has all of it' : ''}
        </p>
      </div>
      <section
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region has to be reachable by keyboard
        tabIndex={0}
        aria-label="Logs"
        className="max-h-[32rem] overflow-auto rounded-md border border-border bg-background py-2"
      >
        <table className="w-full font-mono text-[0.8125rem] leading-5">
          <thead className="sr-only">
            <tr>
              <th>Stream</th>
              <th>Line</th>
              <th>Text</th>
            </tr>
          </thead>
          <tbody>
            {found.slice(0, MAX_LINES).map(({ stream, number, text }) => (
              <tr key={`${stream}-${number}`} className="align-top hover:bg-raised">
                <td
                  className={`pr-2 pl-3 ${stream === 'stderr' ? 'text-attention' : 'text-muted'}`}
                >
                  {STREAMS[stream]}
                </td>
                <td className="tabular pr-3 text-right text-muted">{number}</td>
                <td className="w-full whitespace-pre-wrap pr-3 [overflow-wrap:anywhere]">{text}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

function isCut(files: ReadonlyMap<string, Uint8Array>): boolean {
  return Object.keys(STREAMS).some((stream) => (files.get(stream)?.length ?? 0) > MAX_BYTES);
}

function linesOf(files: ReadonlyMap<string, Uint8Array>): LogLine[] {
  return (Object.keys(STREAMS) as (keyof typeof STREAMS)[]).flatMap((stream) => {
    const text = new TextDecoder().decode(files.get(stream)?.subarray(0, MAX_BYTES));
    const lines = text.split('\n');
    if (lines.at(-1) === '') lines.pop();
    return lines.map((line, index) => ({ stream, number: index + 1, text: line }));
  });
}
