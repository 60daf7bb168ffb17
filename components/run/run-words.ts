import type { Address } from 'viem';
import type { NeededResources } from '@/lib/offers/draft-job-offer';
import type { ModuleClass } from '@/lib/offers/module-class';
import type { Prices } from '@/lib/offers/price';
import { reservedTime } from '@/lib/offers/reserved-time.view';
import { needWords } from '@/lib/offers/search/misfit-words.view';
import { NEED_NAMES } from '@/lib/offers/search/need-changes';
import { formatAmount } from '@/lib/shared/amount.view';
import { shortHash } from '@/lib/shared/hash.view';
import { formatBps } from '@/lib/shared/percent.view';
import { formatFuel } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';

/** What a job offer promises, whether it is to be signed or was. Amounts in token units, times in seconds. */
export interface SignedTerms {
  readonly resources: NeededResources;
  readonly fuelLimit: bigint;
  /** The most that a provider may ask. */
  readonly prices: Prices;
  /** undefined: any. */
  readonly providers: readonly Address[] | undefined;
  readonly executionWindow: number;
  readonly reviewWindow: number;
  /** Seats of a panel; 0 for a run that nobody checks. */
  readonly n: number;
  readonly theta: number;
  readonly auditBps: number;
  readonly court: `0x${string}` | undefined;
  readonly directories: readonly Address[];
  /** All that a match locks of the buyer, and V. */
  readonly locked: bigint;
  readonly value: bigint;
  readonly attempts: number;
}

interface Words {
  readonly module: { readonly title: string; readonly engine: string; readonly class: ModuleClass };
  /** The market's token. */
  readonly symbol: string;
  /** For how long it can be matched, in words: "half an hour". */
  readonly open: string;
}

/** A job offer in words, one line a promise: everything that its typed data names. */
export function wordsOf(terms: SignedTerms, { module, symbol, open }: Words): string[] {
  const { basePrice, fuelPrice } = terms.prices;
  const money = (amount: bigint) => `${formatAmount(amount)} ${symbol}`;
  const length =
    module.class === 'A'
      ? `for at most ${formatFuel(terms.fuelLimit)} fuel`
      : `reserving ${reservedTime(terms.fuelLimit)} of the provider’s machine, paid whole`;
  const who = terms.providers ? `Only ${listOf(terms.providers)}` : 'Any provider';
  return [
    `Run ${module.title} on your inputs with ${module.engine}, on ${machineOf(terms.resources)}, ${length}.`,
    `${who} may run it, for at most ${money(basePrice)} plus ${money(fuelPrice)} for each G of fuel: ${money(terms.value)} in all.`,
    `The provider has ${formatDuration(terms.executionWindow)} for the run; you have ${formatDuration(terms.reviewWindow)} for the review.`,
    ...checkWords(terms, module.class),
    `Whether inputs and result are there is told by ${terms.directories.length === 1 ? 'the directory' : 'the directories'} ${listOf(terms.directories)}.`,
    `${money(terms.locked)} of your deposit is locked until it ends, and you can lose no more than that without a dispute or appeal of your own.`,
    `It can be matched for ${open}, by any solver and without a fee for it. ${attemptWords(terms.attempts)}`,
  ];
}

function checkWords({ n, theta, auditBps, court }: SignedTerms, moduleClass: ModuleClass) {
  if (n === 0) {
    return [
      'Nobody checks the result: no audit, no dispute, no panel. You pay for it whatever it is.',
    ];
  }
  const panel = n === 1 ? 'one mediator' : `${n} mediators`;
  return [
    `The provider puts up ${theta + n} times the price; ${formatBps(auditBps)} of such deals are audited, by a public draw, by ${panel} of the court ${shortHash(court ?? '0x')}.`,
    ...(moduleClass === 'B'
      ? [
          'A wrong result costs the provider the price and the mediators’ fees, not all that it put up.',
        ]
      : []),
  ];
}

function attemptWords(attempts: number): string {
  if (attempts === 1) return 'If its provider fails, it is over.';
  return `If a provider fails, it goes on to another, ${attempts} times at most.`;
}

/** "a machine with 1 CPU, 256 MiB and 64 MiB of storage": what the run needs none of is left out. */
function machineOf(resources: NeededResources): string {
  const parts = NEED_NAMES.flatMap((name) => {
    const value = (resources as Partial<Record<typeof name, number>>)[name];
    return value ? [`${needWords(name, value)}${KINDS[name] ?? ''}`] : [];
  });
  return parts.length === 0 ? 'any machine' : `a machine with at least ${parts.join(', ')}`;
}

const KINDS: Readonly<Record<string, string>> = {
  memoryMiB: ' of memory',
  storageMiB: ' of storage',
  gpuMemoryMiB: ' of GPU memory',
};

function listOf(addresses: readonly Address[]): string {
  const MOST = 3;
  const rest = addresses.length - MOST;
  const shown = addresses.slice(0, MOST).map((address) => shortHash(address));
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
