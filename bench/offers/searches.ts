import type { OfferField } from '../../lib/offers/search/offer-fields';
import type { OfferNeeds } from '../../lib/offers/search/offer-needs';
import { testDirectory, testEngine, testHash } from '../../test/builders/offers';

/** Fuel of the run whose price is estimated where a search says nothing of it: the page's own. */
export const FUEL = 10_000_000_000n;

/** One thing that people ask of the list. */
export type Search = {
  readonly name: string;
  readonly text: string;
  readonly sort?: OfferField;
  readonly isForRun?: boolean;
  /** Fuel of its run: the order by price depends on it, and is no index's but the page's own. */
  readonly fuel?: bigint;
  /** Which page of it. */
  readonly page?: number;
};

/** Nothing, facets, words, each column, a run, what does not fit; pages far down. */
export const SEARCHES: readonly Search[] = [
  { name: 'everything', text: '' },
  { name: 'everything, page 20', text: '', page: 20 },
  { name: 'everything, page 400', text: '', page: 400 },
  ...(
    [
      'provider',
      'region',
      'cpu.cores',
      'ram',
      'gpu.model',
      'gpu.vram',
      'uptime',
      'record.kept',
      'state',
    ] as const
  ).map((sort) => ({ name: `everything by ${sort}`, text: '', sort })),
  { name: 'a facet', text: 'state = live' },
  { name: 'gpu and price', text: 'gpu.vram >= 24 && price < 0.05' },
  { name: 'gpu and price by uptime', text: 'gpu.vram >= 24 && price < 0.05', sort: 'uptime' },
  { name: 'live, large and proved', text: 'state = live && ram >= 32 && record.kept >= 95' },
  {
    name: 'either or',
    text: '(gpu.count >= 4 || cpu.cores >= 32) && !(state = off) && uptime > 80',
  },
  { name: 'one provider', text: 'provider = 0x0000000000000000000000000000000000aa0123' },
  { name: 'nothing fits', text: 'ram >= 4096' },
  { name: 'a run', text: '', isForRun: true },
  { name: 'a run, page 20', text: '', isForRun: true, page: 20 },
  { name: 'a short run', text: '', isForRun: true, fuel: 300_000_000n },
  { name: 'a long run', text: '', isForRun: true, fuel: 900_000_000_000n },
  { name: 'a run on a gpu', text: 'gpu.vram >= 24 && price < 0.05', isForRun: true },
];

/** What the page asks for when a module with usual needs is chosen. */
export const NEEDS: OfferNeeds = {
  moduleId: testHash(0x11),
  engine: testEngine,
  resources: { cpuMilli: 1_000, memoryMiB: 2_048, storageMiB: 512, gpuCount: 0, gpuMemoryMiB: 0 },
  fuelLimit: 2n * FUEL,
  verification: 1,
  court: testHash(0xc1),
  leastSeatFee: 500n,
  directories: [testDirectory],
  n: 1,
  theta: 40,
  executionWindow: 60,
  reviewWindow: 60,
};
