import { type Address, getAddress, type Hex } from 'viem';
import type { Court } from '../../lib/chain/deployment';
import {
  courtIdOf,
  engineClassesHashOf,
  listHashOf,
  membersHashOf,
} from '../../lib/offers/offer-hash';

const CLASS = { A: 1, B: 2 } as const;

/** The court that a local market starts with: mediators of one process, wide caps, a small least fee. */
export function localCourt(options: {
  readonly members: readonly Address[];
  readonly directories: readonly Address[];
  /** Judged in class A. */
  readonly engines: readonly Hex[];
  /** Judged in class B: every mediator must be able to run them. */
  readonly probedEngines?: readonly Hex[];
  readonly maxExecutionWindow: number;
}): Court {
  const members = [...options.members].map((a) => getAddress(a)).sort(byNumber);
  const engines = [
    ...options.engines.map((engine) => ({ engine, class_: CLASS.A })),
    ...(options.probedEngines ?? []).map((engine) => ({ engine, class_: CLASS.B })),
  ];
  const directories = [...options.directories];
  const terms = {
    enginesHash: engineClassesHashOf(engines),
    directoriesHash: listHashOf(directories),
    cpuMilli: 16_000,
    memoryMiB: 4_096,
    storageMiB: 64,
    gpuCount: 0,
    gpuMemoryMiB: 0,
    maxFuel: 2_000_000_000_000n,
    maxExecutionWindow: options.maxExecutionWindow,
    minSeatFee: 500n,
  };
  return { id: courtIdOf(membersHashOf(members), terms), members, engines, directories, terms };
}

function byNumber(a: Address, b: Address): number {
  return BigInt(a) < BigInt(b) ? -1 : 1;
}
