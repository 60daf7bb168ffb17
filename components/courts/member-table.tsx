import { getAddress } from 'viem';
import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { StateChip, type Tone } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { agreementView } from '@/lib/mediation/mediator-record.view';
import type { MediatorRecord } from '@/lib/mediation/mediators.query';
import type { CourtItem, CourtMember } from '@/lib/offers/courts.query';
import { formatDuration } from '@/lib/shared/time.view';

interface MemberTableProps {
  court: CourtItem;
  /** In the order of the court's members. */
  mediators: readonly MediatorRecord[];
}

/** A court's members with the record of each, over all of its courts. */
export function MemberTable({ court, mediators }: MemberTableProps) {
  return (
    <Table
      caption="Members"
      head={
        <>
          <Th>Mediator</Th>
          <Th>State</Th>
          <Th numeric className="max-sm:hidden">
            Stake
          </Th>
          <Th numeric className="max-md:hidden">
            Panels
          </Th>
          <Th numeric>Agreement</Th>
          <Th numeric className="max-md:hidden">
            No-shows
          </Th>
          <Th numeric className="max-lg:hidden">
            Median delay
          </Th>
        </>
      }
    >
      {court.memberships.map((member, index) => {
        const record = mediators[index];
        const { tone, word } = stateOf(member);
        const agreement = record && agreementView(record);
        return (
          <Tr key={member.address}>
            <Td>
              <Hash
                value={getAddress(member.address)}
                label="mediator"
                className="max-sm:[&>button]:hidden"
              />
            </Td>
            <Td>
              <StateChip tone={tone} size="sm">
                {word}
              </StateChip>
              {member.joinedAt === null ? null : (
                <span className="block text-muted text-xs">
                  <RelativeTime at={member.leftAt ?? member.joinedAt} />
                </span>
              )}
            </Td>
            <Td numeric className="max-sm:hidden">
              {record ? <Amount value={record.stake} ledger /> : '–'}
            </Td>
            <Td numeric className="max-md:hidden">
              {record?.seats ?? '–'}
            </Td>
            <Td numeric>
              {agreement?.share ?? '–'}
              {agreement?.note === undefined ? null : (
                <span className="block text-muted text-xs">{agreement.note}</span>
              )}
            </Td>
            <Td numeric className="max-md:hidden">
              {record?.absent ?? '–'}
            </Td>
            <Td numeric className="max-lg:hidden">
              {record && record.medianDelaySeconds !== null
                ? formatDuration(record.medianDelaySeconds)
                : '–'}
            </Td>
          </Tr>
        );
      })}
    </Table>
  );
}

function stateOf({ joinedAt, leftAt }: CourtMember): { tone: Tone; word: string } {
  if (joinedAt === null) return { tone: 'neutral', word: 'Invited' };
  return leftAt === null ? { tone: 'safe', word: 'Serves' } : { tone: 'neutral', word: 'Left' };
}
