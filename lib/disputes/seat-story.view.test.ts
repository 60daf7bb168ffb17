import { describe, expect, it } from 'vitest';
import { dealRecord } from '../../test/builders/deal-record';
import { testAddress, testHash } from '../../test/builders/offers';
import { CAUSE, NO_CASE, SEAT_RECORD, STAGE, type Stage, VERDICT } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { INPUTS_UNAVAILABLE, sealOf } from '../execution/result-digest';
import { panelStories, seatStateAt } from './seat-story.view';

const DEADLINE = 1_700_000_200;
const [one, other, third] = [testAddress(0x71), testAddress(0x72), testAddress(0x73)];
const panel = { ...NO_CASE, cause: CAUSE.Dispute, firstPanel: [one, other, third] };
const { dealId } = dealRecord();
const commit = (mediator: typeof one, digest: `0x${string}`, fuel: bigint) => ({
  mediator,
  seal: sealOf(dealId, mediator, digest, fuel),
  at: DEADLINE - 10,
});

function at(stage: Stage, change: Partial<DealRecord> = {}): DealRecord {
  return dealRecord({
    stage,
    case: { ...panel, stage, deadline: DEADLINE },
    history: [
      {
        name: 'PanelSeated',
        blockNumber: 3n,
        blockHash: testHash(3),
        timestamp: DEADLINE - 100,
        logIndex: 0,
        transactionHash: testHash(4),
      },
    ],
    ...change,
  });
}

describe('panelStories', () => {
  it('says of a silent seat that it is drawn until its deadline, and not that it runs', () => {
    const [seat] = panelStories(at(STAGE.Panel1)).first;
    expect(seat).toMatchObject({ state: 'drawn', drawnAt: DEADLINE - 100, commitBy: DEADLINE });
    expect(seatStateAt(seat!, DEADLINE)).toBe('drawn');
    expect(seatStateAt(seat!, DEADLINE + 1)).toBe('silent');
  });

  it('says that it did not commit once its panel is over, whatever the time', () => {
    const [seat] = panelStories(at(STAGE.Reseated)).first;
    expect(seat).toMatchObject({ state: 'silent', commitBy: undefined });
    const seats = [{ mediator: one, record: SEAT_RECORD.Absent, fee: 0n, slashed: 5n }];
    expect(panelStories(at(STAGE.Settled, { seats })).first[0]?.state).toBe('absent');
  });

  it('tells seats that had no inputs, also where the verdict says so and shows no digest', () => {
    const commits = [
      commit(one, INPUTS_UNAVAILABLE, 0n),
      commit(other, INPUTS_UNAVAILABLE, 0n),
      commit(third, testHash(0xaa), 7n),
    ];
    const judged = (firstVerdict: typeof panel.firstVerdict) =>
      panelStories(
        at(STAGE.Verdict1, {
          commits,
          case: { ...panel, stage: STAGE.Verdict1, firstVerdict, deadline: DEADLINE },
        }),
      ).first.map(({ state }) => state);
    expect(judged(VERDICT.InputsUnavailable)).toEqual(['unavailable', 'unavailable', 'differs']);
    expect(judged(VERDICT.None)).toEqual(['committed', 'committed', 'committed']);
  });
});
