import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Link } from '@/components/ui/link';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { stakesOf } from '@/lib/chain/terms';
import { formatBps } from '@/lib/shared/percent.view';
import { formatCount, formatFuel } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import type { DealModule } from './deal-module';

interface DealOverviewProps {
  record: DealRecord;
  module: DealModule | undefined;
  attempts: readonly string[];
}

/** The deal's terms in plain words. */
export function DealOverview({ record, module, attempts }: DealOverviewProps) {
  const { terms, work, price } = record;
  const { value } = stakesOf(terms);
  return (
    <div className="grid gap-x-10 gap-y-6 md:grid-cols-2">
      <KeyValueList
        items={[
          {
            key: 'Module',
            value: (
              <Link href={`/modules/${work.moduleId}`} prefetch={false} className="link">
                {module?.title ?? 'Unknown module'}
              </Link>
            ),
          },
          { key: 'Buyer', value: <Hash value={terms.buyer} label="buyer" /> },
          { key: 'Provider', value: <Hash value={terms.provider} label="provider" /> },
          { key: 'Matched by', value: <Hash value={terms.solver} label="solver" /> },
          {
            key: 'Attempt',
            value: `${terms.attempt + 1}`,
            note:
              attempts.length > 1 ? (
                <span className="flex flex-wrap justify-end gap-2">
                  {attempts.map((id, index) => (
                    <Link key={id} href={`/deals/${id}`} prefetch={false} className="link">
                      attempt {index + 1}
                    </Link>
                  ))}
                </span>
              ) : undefined,
          },
        ]}
      />
      <KeyValueList
        items={[
          price === undefined
            ? { key: 'Price at most', value: <Amount value={value} /> }
            : {
                key: 'Price',
                value: <Amount value={price} />,
                note: (
                  <>
                    at most <Amount value={value} />
                  </>
                ),
              },
          {
            key: 'Rate',
            value: <Amount value={terms.basePrice} />,
            note: (
              <>
                and <Amount value={terms.fuelPrice} /> for each G of fuel
              </>
            ),
          },
          {
            key: 'Fuel',
            value:
              record.post === undefined
                ? `up to ${formatFuel(terms.fuelLimit)}`
                : formatCount(record.post.fuelUsed),
            note: record.post === undefined ? undefined : `of ${formatFuel(terms.fuelLimit)}`,
          },
          {
            key: 'Windows',
            value: `${formatDuration(terms.executionWindow)} to run`,
            note: `${formatDuration(terms.reviewWindow)} to review`,
          },
          terms.n > 0
            ? {
                key: 'Protection',
                value: `${terms.theta + terms.n} × the price`,
                note: `audited with ${formatBps(terms.auditBps)}, ${terms.n} ${terms.n === 1 ? 'seat' : 'seats'}`,
              }
            : { key: 'Protection', value: 'none', note: 'no audit, no dispute, no panel' },
        ]}
      />
    </div>
  );
}
