import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { panelStories } from '@/lib/disputes/seat-story.view';
import { formatFuel } from '@/lib/shared/quantity.view';

/** What stands on chain of the results that are compared: for everybody, without the results. */
export function PublicDigests({ record }: { record: DealRecord }) {
  const { post, terms } = record;
  const facts = record.case;
  const { first, second } = panelStories(record);
  const seats = [...first, ...second].filter(({ seal }) => seal !== undefined);
  const isJudged = facts !== undefined && BigInt(facts.digest) !== 0n;
  if (!post) return null;
  return (
    <div className="rounded-md border border-border">
      <Table
        caption="Seals and digests on chain"
        head={
          <>
            <Th>Who</Th>
            <Th>Seal</Th>
            <Th className="max-sm:hidden">Result digest</Th>
            <Th numeric>Fuel</Th>
          </>
        }
      >
        <Tr>
          <Td>
            Provider
            <span className="block text-xs max-sm:hidden">
              <Hash value={terms.provider} label="provider" picture={false} copy={false} />
            </span>
          </Td>
          <Td>
            <Hash value={post.seal} label="provider’s seal" />
          </Td>
          <Td className="text-muted max-sm:hidden">behind its seal</Td>
          <Td numeric>{formatFuel(post.fuelUsed)}</Td>
        </Tr>
        {seats.map(({ mediator, seal, digest }) => (
          <Tr key={mediator}>
            <Td>
              Mediator
              <span className="block text-xs max-sm:hidden">
                <Hash value={mediator} label="mediator" picture={false} copy={false} />
              </span>
            </Td>
            <Td>
              <Hash value={seal ?? ''} label="mediator’s seal" />
            </Td>
            <Td className="max-sm:hidden">
              {digest ? (
                <Hash value={digest} label="result digest" />
              ) : (
                <span className="text-muted">{isJudged ? 'another one' : 'behind its seal'}</span>
              )}
            </Td>
            <Td numeric>{digest && facts ? formatFuel(facts.fuelFound) : '–'}</Td>
          </Tr>
        ))}
      </Table>
    </div>
  );
}
