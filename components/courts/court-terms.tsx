import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { RelativeTime } from '@/components/ui/time';
import type { CourtItem } from '@/lib/offers/courts.query';
import { formatFuel, formatMiB } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import { EngineList } from './engine-list';

/** What a court judges, and on which terms; fixed when it was founded. */
export function CourtTerms({ court }: { court: CourtItem }) {
  const { terms, engines, directories } = court;
  return (
    <KeyValueList
      items={[
        {
          key: 'Founded',
          value: <RelativeTime at={court.foundedAt} />,
          note: 'its terms can never change',
        },
        { key: 'Judges', value: <EngineList engines={engines} /> },
        {
          key: 'Least seat fee',
          value: <Amount value={terms.minSeatFee} />,
          note: 'each seat of the majority earns at least this',
        },
        {
          key: 'Longest job',
          value: formatDuration(terms.maxExecutionWindow),
          note: 'the longest execution window of a deal',
        },
        { key: 'Most fuel', value: formatFuel(terms.maxFuel), note: 'the largest fuel limit' },
        {
          key: 'Largest job',
          value: `${terms.cpuMilli / 1000} CPU · ${formatMiB(terms.memoryMiB)}`,
          note: `${formatMiB(terms.storageMiB)} of storage, ${
            terms.gpuCount === 0
              ? 'no GPU'
              : `${terms.gpuCount} GPU of ${formatMiB(terms.gpuMemoryMiB)}`
          }`,
        },
        {
          key: directories.length === 1 ? 'Directory' : 'Directories',
          value: (
            <ul className="flex flex-col items-end gap-0.5">
              {directories.map((directory) => (
                <li key={directory}>
                  <Hash value={directory} label="directory" />
                </li>
              ))}
            </ul>
          ),
          note: 'where its mediators read inputs',
        },
      ]}
    />
  );
}
