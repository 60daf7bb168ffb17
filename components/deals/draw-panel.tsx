'use client';

import { useQuery } from '@tanstack/react-query';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { CAUSE, STAGE } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatBps } from '@/lib/shared/amount.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** The draw, worked out again from the block's hash: anyone can follow the arithmetic. */
export function DrawPanel({ record }: { record: DealRecord }) {
  const { rpcUrl } = usePublicConfig();
  const { post, terms, dealId, stage } = record;
  const block = post?.drawBlock ?? 0n;
  const isPublic = block > 0n;
  const recorded = stage !== STAGE.Matched && stage !== STAGE.Posted;
  const draw = useQuery({
    queryKey: ['draw', dealId, block.toString()],
    enabled: isPublic && recorded,
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
    queryFn: async () => {
      const { readDraw } = await import('@/lib/deals/read-draw.client');
      return readDraw({ rpcUrl, block, dealId });
    },
  });
  if (terms.n === 0) return <p className="text-muted">This deal is not protected: no draw.</p>;
  if (!post) return <p className="text-muted">The draw comes two blocks after the result.</p>;
  const hit = record.case !== undefined && record.case.cause === CAUSE.PublicDraw;
  return (
    <div className="flex flex-col gap-3">
      <KeyValueList
        items={[
          { key: 'Audit rate', value: formatBps(terms.auditBps) },
          isPublic
            ? { key: 'Decided by block', value: formatCount(block) }
            : { key: 'Decided by', value: 'the buyer’s secret' },
          ...(draw.data
            ? [
                {
                  key: 'Hash of the block',
                  value: <Hash value={draw.data.blockHash} label="block hash" />,
                },
                {
                  key: 'Number drawn',
                  value: `${formatCount(draw.data.number)} of 10,000`,
                  note: `hits below ${formatCount(terms.auditBps)}`,
                },
              ]
            : []),
          {
            key: 'Outcome',
            value: !recorded ? 'not recorded yet' : hit ? 'hit: audited' : 'did not hit',
          },
        ]}
      />
      {draw.data ? (
        <p className="rounded-md bg-raised px-3 py-2 font-mono text-xs">
          keccak256(block hash, deal id) mod 10,000 = {formatCount(draw.data.number)}{' '}
          {draw.data.number < terms.auditBps ? '<' : '≥'} {formatCount(terms.auditBps)}
        </p>
      ) : null}
    </div>
  );
}
