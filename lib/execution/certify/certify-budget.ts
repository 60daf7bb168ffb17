import type { Manifest } from '../../modules/manifest';
import type { Execution } from '../execution';

/** What a certification of a stranger's module may take; without one, what the module says it needs. */
export interface CertifyBudget {
  /** Fuel of one run. */
  readonly fuelLimit: bigint;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  /** Jobs in example/samples.json. */
  readonly samples: number;
  /** Inputs that are generated. */
  readonly generated: number;
  /** Bytes of what example and samples write, all together. */
  readonly outputBytes: number;
}

const MIB = 1024 * 1024;

/**
 * What the market spends on a stranger's module, when it is published and when it is certified;
 * `job -- certify` of one's own asks for nothing. The fuel of a run is seconds, not minutes.
 */
export const MARKET_BUDGET: CertifyBudget = {
  fuelLimit: 400_000_000_000n,
  memoryMiB: 4_096,
  storageMiB: 256,
  samples: 8,
  generated: 4,
  outputBytes: 256 * MIB,
};

/** What a module asks for beyond the budget, in words; undefined where it keeps within it. */
export function excessOf(
  { resources }: Manifest,
  samples: number,
  budget: CertifyBudget,
): string | undefined {
  const asked = [
    ['MiB of memory', resources.memoryMiB, budget.memoryMiB],
    ['MiB of storage', resources.storageMiB, budget.storageMiB],
    ['samples', samples, budget.samples],
  ] as const;
  const [excess] = asked.filter(([, wanted, most]) => wanted > most);
  return excess && `it asks for ${excess[1]} ${excess[0]}, and ${excess[2]} are granted`;
}

/** Bytes that a run has written. */
export const outputBytesOf = ({ outputs }: Pick<Execution, 'outputs'>): number =>
  outputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
