import type { Hex } from 'viem';
import type { PrivateKeyAccount } from 'viem/accounts';
import { VERDICT } from '../../lib/chain/deal-facts';
import type { DealRecord } from '../../lib/chain/deal-fold';
import { sameHex } from '../../lib/shared/address';
import { recordOf } from './market-moves';
import { buyer, provider } from './open-table';
import { junkOf, type PlayedDeal } from './play-cohort';
import { junkForAll } from './provider-strategies';
import { fuelLimitOf, PI } from './scene';
import {
  dealsOf,
  type Game,
  jobPlan,
  LARGE_RATIO,
  OUTSIDE_PRICE,
  playDeals,
  type Strategy,
} from './strategy';

/** What mediators can do with their seats, alone or for a provider. */

const THREE = { panelSize: 3, penaltyRate: 3, auditBps: 10_000 } as const;

/** What a deal's seat brought a member, in pi; undefined where it had none. */
function seatOf(record: DealRecord, member: PrivateKeyAccount): number | undefined {
  const seat = record.seats.find(({ mediator }) => sameHex(mediator, member.address));
  return seat && Number(seat.fee - seat.slashed) / Number(PI);
}

/** Every deal is audited by three seats, of which one now and then is `lazy`'s. */
function seatPlay(
  game: Game,
  name: string,
  lazy: readonly PrivateKeyAccount[],
  judge: (deal: PlayedDeal, member: PrivateKeyAccount) => Hex | undefined,
  outside: number,
) {
  const isLazy = (member: PrivateKeyAccount) => lazy.includes(member);
  return playDeals(game, {
    deals: dealsOf(game, 'little'),
    job: (index) => jobPlan(game, name, index, { offer: THREE }),
    coalition: lazy,
    script: {
      provider,
      answer: ({ truth }) => ({ kind: 'post', claim: truth }),
      judge: (deal, member) => (isLazy(member) ? judge(deal, member) : deal.truth),
    },
    samplesOf: (_, __, record) =>
      lazy.flatMap((member) => {
        const net = seatOf(record, member);
        return net === undefined ? [] : [net + outside];
      }),
  });
}

/** What honest seats earn; the measure of the lazy ones. */
export const honestSeat: Strategy = {
  name: 'honest-seat',
  does: 'runs the job of every seat that it is drawn for and commits what it found',
  who: 'mediator',
  guard: undefined,
  play: (game) => {
    const { members } = game.table;
    return playDeals(game, {
      deals: dealsOf(game, 'little'),
      job: (index) => jobPlan(game, 'honest-seat', index, { offer: THREE }),
      coalition: members,
      script: { provider, answer: ({ truth }) => ({ kind: 'post', claim: truth }) },
      samplesOf: (_, __, record) =>
        members.flatMap((member) => {
          const net = seatOf(record, member);
          return net === undefined ? [] : [net - game.options.executionCost];
        }),
    });
  },
};

const copyVerdict: Strategy = {
  name: 'copy-verdict',
  does: "commits another seat's seal, and runs nothing",
  who: 'mediator',
  guard: 'party-bound-seals',
  play: (game) => {
    const lazy = game.table.members.slice(0, 1);
    return seatPlay(game, 'copy-verdict', lazy, (deal) => firstCommitOf(game, deal), 0);
  },
};

/** A seal that is on the chain already; the provider's where no other seat has committed. */
function firstCommitOf({ table }: Game, { dealId }: PlayedDeal): Hex | undefined {
  const { commits, post } = recordOf(table, dealId);
  return commits[0]?.seal ?? post?.seal;
}

const absentSeat: Strategy = {
  name: 'absent-seat',
  does: 'leaves its seats empty and runs a better-paid job instead',
  who: 'mediator',
  guard: 'absence-fine',
  play: (game) => {
    const lazy = game.table.members.slice(0, 1);
    const outside = OUTSIDE_PRICE - game.options.executionCost;
    return seatPlay(game, 'absent-seat', lazy, () => undefined, outside);
  },
};

/** A provider makes everything up, and `bribed` members find what it claims. */
function bribePlay(
  game: Game,
  name: string,
  bribed: readonly PrivateKeyAccount[],
  appeals: boolean,
) {
  return playDeals(game, {
    deals: dealsOf(game, 'much'),
    job: (index) => jobPlan(game, name, index),
    coalition: [provider, ...bribed],
    script: {
      provider,
      answer: junkForAll,
      judge: ({ job, truth }, member) =>
        bribed.includes(member) ? junkOf(job, job.offer.fuelLimit) : truth,
      appellant: (_, record) =>
        appeals && record.case?.firstVerdict === VERDICT.Upheld ? buyer : undefined,
    },
    samplesOf: (_, net) => [net],
  });
}

const bribedPanel: Strategy = {
  name: 'bribed-panel-without-appeal',
  does: 'makes everything up with one of ten members in its pay; no buyer appeals',
  who: 'coalition',
  guard: 'seats-by-lot',
  play: (game) =>
    bribePlay(game, 'bribed-panel-without-appeal', game.table.members.slice(0, 1), false),
};

const bribedPanelAppealed: Strategy = {
  name: 'bribed-panel-with-appeal',
  does: 'makes everything up with four of ten members in its pay; buyers appeal against its panels',
  who: 'coalition',
  guard: 'appeal',
  play: (game) => bribePlay(game, 'bribed-panel-with-appeal', game.table.members.slice(0, 4), true),
};

/**
 * Buyer, provider and half of the members are one: they stage a deal over junk, dispute it
 * themselves and outvote whom they can.
 */
const washDeals: Strategy = {
  name: 'wash-deals',
  does: 'trades junk with itself and disputes it, half of the court its own, to outvote honest seats',
  who: 'coalition',
  guard: 'burned-fines',
  play: (game) => {
    const own = game.table.members.slice(0, 5);
    const offer = { ...THREE, fuelLimit: fuelLimitOf(LARGE_RATIO), auditBps: 2_000 };
    return playDeals(game, {
      deals: dealsOf(game, 'little'),
      job: (index) => jobPlan(game, 'wash-deals', index, { offer }),
      coalition: [buyer, provider, ...own],
      script: {
        provider,
        // Fees of honest seats go by the posted fuel, locks and fines by V.
        answer: ({ job, truth }) => ({ kind: 'post', claim: junkOf(job, truth.fuelUsed) }),
        judge: ({ job, truth }, member) =>
          own.includes(member) ? junkOf(job, truth.fuelUsed) : truth,
        buyerDoes: () => 'dispute',
      },
      samplesOf: (_, net) => [net],
    });
  },
};

export const courtStrategies: readonly Strategy[] = [
  copyVerdict,
  absentSeat,
  bribedPanel,
  bribedPanelAppealed,
  washDeals,
];
