import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { protectionWord } from '@/lib/deals/deal-status.view';
import { formatCount } from '@/lib/shared/quantity.view';
import type { DealModule } from './deal-module';
import { engineNameOf } from './engine-name';
import { StateDigest } from './state-digest';

interface SealFactsProps {
  record: DealRecord;
  module: DealModule | undefined;
}

/** What stands on chain about the result, and what it was made with. */
export function SealFacts({ record, module }: SealFactsProps) {
  const { terms, post, dealId, work } = record;
  const panel = record.case;
  const judged = panel !== undefined && BigInt(panel.digest) !== 0n;
  return (
    <KeyValueList
      items={[
        { key: 'Protection', value: protectionWord(terms) },
        {
          key: 'Engine',
          value: engineNameOf(work.engine) ?? <Hash value={work.engine} label="engine id" />,
        },
        {
          key: 'Module',
          value: <Hash value={work.moduleId} label="module id" />,
          note: module ? `version ${module.version}` : 'not known on this site',
        },
        { key: 'Deal id', value: <Hash value={dealId} label="deal id" /> },
        ...(post
          ? [
              {
                key: 'Provider’s seal',
                value: <Hash value={post.seal} label="seal" />,
                note: 'hides the result until someone computes it again',
              },
              { key: 'State digest', value: <StateDigest record={record} /> },
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
