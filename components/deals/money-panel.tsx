import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { StateChip, type Tone } from '@/components/ui/state-chip';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { SEAT_RECORD } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { moneyFlows, moneyLines } from '@/lib/deals/money-flow.view';
import { BuyerMoneyChart } from './buyer-money';
import { MoneySankey, PARTY_WORDS } from './money-sankey';

interface MoneyPanelProps {
  record: DealRecord;
  /** The token's symbol. */
  unit: string;
}

/** Who locked what, who got what, and what each mediator earned or lost. */
export function MoneyPanel({ record, unit }: MoneyPanelProps) {
  const lines = moneyLines(record);
  const flows = moneyFlows(lines);
  const live = record.payout === undefined;
  return (
    <div className="flex flex-col gap-6">
      <BuyerMoneyChart record={record} />
      {flows.length > 0 ? (
        <section aria-label="Where the money went" className="flex justify-center max-sm:hidden">
          <MoneySankey flows={flows} unit={unit} />
        </section>
      ) : null}
      <div className="rounded-md border border-border max-sm:-mx-2">
        <Table
          caption="Money of this deal"
          head={
            <>
              <Th>Who</Th>
              <Th numeric className="max-sm:whitespace-normal">
                {live ? 'Locked now' : 'Had locked'}, {unit}
              </Th>
              {live ? null : (
                <>
                  <Th numeric className="max-sm:whitespace-normal">
                    Got, {unit}
                  </Th>
                  <Th numeric className="max-sm:whitespace-normal">
                    Net, {unit}
                  </Th>
                </>
              )}
            </>
          }
        >
          {lines.map(({ party, locked, got }) => (
            <Tr key={party}>
              <Td className="font-medium">{PARTY_WORDS[party]}</Td>
              <Td numeric>
                <Amount value={locked} unit="" ledger />
              </Td>
              {got === undefined ? null : (
                <>
                  <Td numeric>
                    <Amount value={got} unit="" ledger />
                  </Td>
                  <Td numeric>{party === 'burned' ? '–' : <Net amount={got - locked} />}</Td>
                </>
              )}
            </Tr>
          ))}
        </Table>
      </div>
      {record.seats.length > 0 ? <SeatMoney record={record} unit={unit} /> : null}
    </div>
  );
}

function Net({ amount }: { amount: bigint }) {
  const look = amount < 0n ? 'text-wrong' : amount > 0n ? 'text-safe' : '';
  return <Amount value={amount} unit="" ledger signed className={look} />;
}

export const SEAT_WORDS: Record<number, { tone: Tone; word: string }> = {
  [SEAT_RECORD.Absent]: { tone: 'attention', word: 'Absent' },
  [SEAT_RECORD.Matched]: { tone: 'safe', word: 'Matched' },
  [SEAT_RECORD.Outvoted]: { tone: 'wrong', word: 'Outvoted' },
  [SEAT_RECORD.SaidUnavailable]: { tone: 'attention', word: 'Said unavailable' },
  [SEAT_RECORD.Released]: { tone: 'neutral', word: 'Released' },
};

function SeatMoney({ record, unit }: MoneyPanelProps) {
  return (
    <div className="rounded-md border border-border max-sm:-mx-2">
      <Table
        caption="What each mediator earned or lost"
        head={
          <>
            <Th>Mediator</Th>
            <Th className="max-sm:hidden">Judged</Th>
            <Th numeric className="max-sm:whitespace-normal">
              Earned, {unit}
            </Th>
            <Th numeric className="max-sm:whitespace-normal">
              Lost, {unit}
            </Th>
          </>
        }
      >
        {record.seats.map((seat) => {
          const judged = SEAT_WORDS[seat.record] ?? { tone: 'neutral', word: 'Settled' };
          const chip = (
            <StateChip tone={judged.tone} size="sm">
              {judged.word}
            </StateChip>
          );
          return (
            <Tr key={seat.mediator}>
              <Td>
                <Hash value={seat.mediator} label="mediator" className="max-sm:[&>button]:hidden" />
                <span className="mt-0.5 block sm:hidden">{chip}</span>
              </Td>
              <Td className="max-sm:hidden">{chip}</Td>
              <Td numeric>
                <Amount value={seat.fee} unit="" ledger />
              </Td>
              <Td numeric>
                <Amount value={seat.slashed} unit="" ledger />
              </Td>
            </Tr>
          );
        })}
      </Table>
    </div>
  );
}
