'use client';

import { useQuery } from '@tanstack/react-query';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { type DrawStory, drawStory } from '@/lib/deals/draw-story.view';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { formatBps } from '@/lib/shared/percent.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** The draw, worked out again from the block's hash: anyone can follow the arithmetic. */
export function DrawPanel({ record }: { record: DealRecord }) {
  const { post, terms } = record;
  const story = drawStory(record);
  if (terms.n === 0 || !post) return <p className="text-muted">{story.outcome}</p>;
  const { decidedBy, isRead } = story;
  return (
    <div className="flex flex-col gap-3">
      <p className="max-w-[62ch] font-medium">{story.outcome}</p>
      <KeyValueList
        items={[
          { key: 'Audit rate', value: formatBps(terms.auditBps) },
          { key: 'Decided by', value: decider(decidedBy, post.drawBlock) },
        ]}
      />
      {isRead && decidedBy === 'block' ? <BlockArithmetic record={record} /> : null}
      {isRead && decidedBy === 'secret' ? (
        <p className="text-muted text-xs">
          The number is keccak256(secret, seal, deal id) mod 10,000 and hits below{' '}
          {formatCount(terms.auditBps)}. The secret stands in the transaction that read the draw
          (Timeline).
        </p>
      ) : null}
    </div>
  );
}

function decider(by: DrawStory['decidedBy'], block: bigint): string {
  if (by === 'block') return `block ${formatCount(block)}`;
  return by === 'secret' ? 'the buyer’s secret and the seal' : 'nothing: it is certain';
}

function BlockArithmetic({ record: { post, terms, dealId } }: { record: DealRecord }) {
  const { rpcUrl } = usePublicConfig();
  const block = post?.drawBlock ?? 0n;
  const draw = useQuery({
    queryKey: ['draw', dealId, block.toString()],
    staleTime: Number.POSITIVE_INFINITY,
    retry: 1,
    queryFn: async () => {
      const { readDraw } = await import('@/lib/deals/read-draw.client');
      return readDraw({ rpcUrl, block, dealId });
    },
  });
  if (draw.isError) {
    return (
      <p className="text-muted text-xs">
        The chain’s RPC did not give the hash of this block, so the number cannot be worked out here
        now.
      </p>
    );
  }
  if (!draw.data) return null;
  const { blockHash, number } = draw.data;
  return (
    <>
      <KeyValueList
        items={[
          { key: 'Hash of the block', value: <Hash value={blockHash} label="block hash" /> },
          {
            key: 'Number drawn',
            value: `${formatCount(number)} of 10,000`,
            note: `hits below ${formatCount(terms.auditBps)}`,
          },
        ]}
      />
      <p className="rounded-md bg-raised px-3 py-2 font-mono text-xs">
        keccak256(block hash, deal id) mod 10,000 = {formatCount(number)}{' '}
        {number < terms.auditBps ? '<' : '≥'} {formatCount(terms.auditBps)}
      </p>
    </>
  );
}
