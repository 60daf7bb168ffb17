import type { BenchMarket } from './bench-market';
import { type Life, lives, type Play, playBatch } from './lives';

/** Gas of whole lives: on a market's first deal, and once every word it writes is in use. */
export type GasFigures = {
  readonly fork: string;
  /** Whole lives in gas; batch10 and batch50: what one more deal adds to a batch. */
  readonly steady: Readonly<Record<string, number>>;
  readonly first: Readonly<Record<string, number>>;
  /** The same batches with as many buyers as deals, settled by silence. */
  readonly manyBuyers: Readonly<Record<string, number>>;
  /** Each call of each life, steady; batches whole. */
  readonly calls: Readonly<Record<string, Readonly<Record<string, number>>>>;
};

const BATCHES = [10, 50] as const;
/** Each life is played so often with different nonces; the median counts. */
const NONCES = [3, 4, 5, 6, 7] as const;
/** Nonces of a batch's later rounds, in the words that its first round used. */
const SECOND_ROUND = 60;

/** Plays every life. `back` returns the market to the state before any deal. */
export async function measureGas(
  market: BenchMarket,
  back: () => Promise<void>,
): Promise<Omit<GasFigures, 'fork'>> {
  const steady: Record<string, number> = {};
  const first: Record<string, number> = {};
  const manyBuyers: Record<string, number> = {};
  const calls: Record<string, Record<string, number>> = {};
  for (const [name, play] of Object.entries(lives)) {
    await back();
    first[name] = sumOf(await play(market, 1));
    await (lives.happy as Play)(market, 2);
    const played: Life[] = [];
    for (const nonce of NONCES) played.push(await play(market, nonce));
    steady[name] = medianOf(played.map(sumOf));
    calls[name] = callsOf(played);
  }
  for (const size of BATCHES) {
    const name = `batch${size}`;
    first[name] = await marginal(size, async (deals) => {
      await back();
      return playBatch(market, deals, 1, true);
    });
    const inUse = (isOneBuyer: boolean) => async (deals: number) => {
      await back();
      await playBatch(market, size, 1, isOneBuyer);
      return playBatch(market, deals, SECOND_ROUND, isOneBuyer);
    };
    steady[name] = await marginal(size, async (deals) => {
      const life = await inUse(true)(deals);
      if (deals === size) calls[name] = callsOf([life]);
      return life;
    });
    manyBuyers[name] = await marginal(size, inUse(false));
  }
  return { steady, first, manyBuyers, calls };
}

/** What each deal beyond the first adds. */
async function marginal(size: number, play: (deals: number) => Promise<Life>): Promise<number> {
  const one = sumOf(await play(1));
  const all = sumOf(await play(size));
  return Math.round((all - one) / (size - 1));
}

function sumOf(life: Life): number {
  return life.reduce((total, { gas }) => total + gas, 0);
}

/** Medians by call; the second commit of a life is "commitVerdict 2". */
function callsOf(played: readonly Life[]): Record<string, number> {
  const seen = new Map<string, number>();
  const named = (played[0] ?? []).map(({ call }) => {
    const number = (seen.get(call) ?? 0) + 1;
    seen.set(call, number);
    return number === 1 ? call : `${call} ${number}`;
  });
  return Object.fromEntries(
    named.map((name, index) => [name, medianOf(played.map((life) => life[index]?.gas ?? 0))]),
  );
}

function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}
