import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { formatCount } from '@/lib/shared/quantity.view';
import type { DealModule } from './deal-module';

/** Why nobody else is told how large outputs are; for a deal's page and its dispute's. */
export const WHY_PRIVATE =
  'The size and digest of each output are part of the result, which its directory gives to the buyer and its guests alone: who knows them could guess a short output and check the guess. The seal binds all of them without telling any.';

interface PrivateOutputsProps {
  record: DealRecord;
  outputs: DealModule['outputs'];
}

/** What everybody may know of a result that they may not read: chain and manifest tell no more. */
export function PrivateOutputs({ record, outputs }: PrivateOutputsProps) {
  const { post } = record;
  const digest = record.case?.digest;
  if (!post) return null;
  return (
    <section aria-labelledby="public-result" className="flex flex-col gap-3">
      <h3 id="public-result" className="text-sm">
        What everybody may know of it
      </h3>
      <KeyValueList
        items={[
          { key: 'Provider’s seal', value: <Hash value={post.seal} label="seal" /> },
          { key: 'Fuel posted', value: formatCount(post.fuelUsed) },
          {
            key: 'Result digest',
            value:
              digest !== undefined && BigInt(digest) !== 0n ? (
                <Hash value={digest} label="result digest" />
              ) : (
                'behind the seal'
              ),
            note: 'made public by a panel’s verdict only',
          },
          ...outputs.map(({ path, title, mediaType }) => ({
            // Titles may be alike, paths are not.
            key: `Output ${path}`,
            value: title,
            note: `${mediaType}; size and digest are private`,
          })),
        ]}
      />
      <p className="max-w-[72ch] text-muted text-xs">{WHY_PRIVATE}</p>
    </section>
  );
}
