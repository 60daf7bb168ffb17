import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { protectionWord } from '@/lib/deals/deal-status.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** What stands on chain about the result. */
export function SealFacts({ record }: { record: DealRecord }) {
  const { terms, post, dealId } = record;
  const panel = record.case;
  const judged = panel !== undefined && BigInt(panel.digest) !== 0n;
  return (
    <KeyValueList
      items={[
        { key: 'Protection', value: protectionWord(terms) },
        { key: 'Deal id', value: <Hash value={dealId} label="deal id" /> },
        ...(post
          ? [
              {
                key: 'Provider’s seal',
                value: <Hash value={post.seal} label="seal" />,
                note: 'hides the result until someone computes it again',
              },
              { key: 'Fuel posted', value: formatCount(post.fuelUsed) },
              {
                key: 'Receipt',
                value: post.hasReceipt ? 'signed by the directory' : 'none: audited for sure',
              },
            ]
          : [{ key: 'Seal', value: 'not posted yet' }]),
        ...(judged
          ? [
              {
                key: 'Panel’s result digest',
                value: <Hash value={panel.digest} label="result digest" />,
              },
              { key: 'Fuel found', value: formatCount(panel.fuelFound) },
            ]
          : []),
      ]}
    />
  );
}
