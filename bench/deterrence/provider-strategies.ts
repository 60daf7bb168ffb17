import type { Hex } from 'viem';
import { type Claim, recordOf } from './market-moves';
import { otherProvider, provider } from './open-table';
import { type Answer, junkOf, type PlayedDeal, playCohort } from './play-cohort';
import { dealsOf, type Game, jobPlan, OUTSIDE_PRICE, playDeals, type Strategy } from './strategy';

/** What a provider can do with its deals. Buyers never look: they accept, or say nothing. */

const honest: Strategy = {
  name: 'honest',
  does: 'runs every job and posts what it found',
  who: 'provider',
  guard: undefined,
  play: (game) =>
    playDeals(game, {
      deals: dealsOf(game, 'much'),
      job: (index) => jobPlan(game, 'honest', index),
      coalition: [provider],
      script: {
        provider,
        answer: ({ truth }) => ({ kind: 'post', claim: truth }),
        buyerDoes: ({ job }) => (job.nonce % 2n === 0n ? 'accept' : 'nothing'),
      },
      samplesOf: (_, net) => [net - game.options.executionCost],
    }),
};

const makeUp: Strategy = {
  name: 'make-up',
  does: 'makes results up and claims the whole of V',
  who: 'provider',
  guard: 'rate-bound',
  play: (game) =>
    playDeals(game, {
      deals: dealsOf(game, 'much'),
      job: (index) => jobPlan(game, 'make-up', index),
      coalition: [provider],
      script: { provider, answer: junkForAll },
      samplesOf: (_, net) => [net],
    }),
};

/** A made-up result that claims as much as the contract lets it. */
export function junkForAll({ job }: PlayedDeal): Answer {
  return { kind: 'post', claim: junkOf(job, job.offer.fuelLimit) };
}

const overClaimFuel: Strategy = {
  name: 'over-claim-fuel',
  does: 'runs the job, posts the right outputs and claims the whole fuel limit',
  who: 'provider',
  guard: 'sealed-fuel',
  play: (game) =>
    playDeals(game, {
      deals: dealsOf(game, 'much'),
      job: (index) => jobPlan(game, 'over-claim-fuel', index),
      coalition: [provider],
      script: {
        provider,
        answer: ({ truth, job }) => ({
          kind: 'post',
          claim: { digest: truth.digest, fuelUsed: job.offer.fuelLimit },
        }),
      },
      samplesOf: (_, net) => [net - game.options.executionCost],
    }),
};

/**
 * Keeps a deal as an option on its own machine: in every second deal on average a better job turns
 * up, and it drops the deal for it; else it runs the job in the last moment.
 */
function optionPlay(game: Game, name: string, instead: Answer) {
  const { executionCost } = game.options;
  const dropped = new Set<Hex>();
  return playDeals(game, {
    deals: dealsOf(game, 'little'),
    job: (index) => jobPlan(game, name, index),
    coalition: [provider],
    script: {
      provider,
      answer: ({ dealId, truth }) => {
        if (game.random() >= 0.5) return { kind: 'post', claim: truth, late: true };
        dropped.add(dealId);
        return instead;
      },
    },
    samplesOf: ({ dealId }, net) => {
      const elsewhere = dropped.has(dealId) ? OUTSIDE_PRICE : 0;
      return [net + elsewhere - executionCost];
    },
  });
}

const declineLate: Strategy = {
  name: 'decline-late',
  does: 'keeps deals open while it looks for better ones, and declines in the last second',
  who: 'provider',
  guard: 'decline-penalty',
  play: (game) => optionPlay(game, 'decline-late', { kind: 'decline', late: true }),
};

const miss: Strategy = {
  name: 'miss',
  does: 'does the same and never answers',
  who: 'provider',
  guard: 'late-penalty',
  play: (game) => optionPlay(game, 'miss', { kind: 'silence' }),
};

/** The same job is run by somebody else first, whose seal is on the chain. */
const copySeal: Strategy = {
  name: 'copy-seal',
  does: "posts the seal of another provider's deal over the same job, with a directory that signs anything",
  who: 'provider',
  guard: 'party-bound-seals',
  play: (game) => {
    const seen = new Map<string, { seal: Hex; claim: Claim }>();
    return playDeals(game, {
      deals: Math.round(dealsOf(game, 'much') / 2),
      job: (index) => jobPlan(game, 'copy-seal', index),
      coalition: [provider],
      before: async (jobs) => {
        const twins = jobs.map((job) => ({ ...job, nonce: job.nonce + 1_000_000n }));
        const deals = await playCohort(game.table, twins, {
          provider: otherProvider,
          answer: ({ truth }) => ({ kind: 'post', claim: truth }),
        });
        for (const deal of deals) {
          if (typeof deal === 'string') throw new Error(`The first deal was refused: ${deal}`);
          const { post } = recordOf(game.table, deal.dealId);
          if (post) seen.set(deal.job.name, { seal: post.seal, claim: deal.truth });
        }
      },
      script: {
        provider,
        answer: ({ job }) => {
          const copied = seen.get(job.name);
          if (!copied) throw new Error('There is nothing to copy');
          return { kind: 'post', ...copied };
        },
      },
      samplesOf: (_, net) => [net],
    });
  },
};

export const providerStrategies: readonly Strategy[] = [
  honest,
  makeUp,
  overClaimFuel,
  declineLate,
  miss,
  copySeal,
];
