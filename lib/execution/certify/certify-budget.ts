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
