import type { Address, Hex } from 'viem';
import { ZERO_ADDRESS, ZERO_BYTES32 } from '../shared/address';

/**
 * What the chain knows of a deal besides its terms, in the exact shape of contracts/src/types/Deals.sol:
 * posts and cases go back into the next call as they came out of the last event. Times in seconds,
 * amounts in the token's smallest unit.
 */

export const STAGE = {
  None: 0,
  Matched: 1,
  Posted: 2,
  Cleared: 3,
  Drawn: 4,
  Disputed: 5,
  Panel1: 6,
  Verdict1: 7,
  Reseated: 8,
  Appealed: 9,
  Panel2: 10,
  Verdict2: 11,
  Settled: 12,
} as const;
export type StageName = keyof typeof STAGE;
export type Stage = (typeof STAGE)[StageName];

/** Why a panel is called. */
export const CAUSE = {
  None: 0,
  PublicDraw: 1,
  UnreadableBlock: 2,
  PrivateDraw: 3,
  SecretWithheld: 4,
  NoReceipt: 5,
  Dispute: 6,
} as const;
export type CauseName = keyof typeof CAUSE;
export type Cause = (typeof CAUSE)[CauseName];

export const VERDICT = { None: 0, Upheld: 1, Overturned: 2, InputsUnavailable: 3 } as const;
export type Verdict = (typeof VERDICT)[keyof typeof VERDICT];

export const OUTCOME = {
  None: 0,
  Accepted: 1,
  Missed: 2,
  Declined: 3,
  Upheld: 4,
  Overturned: 5,
  InputsUnavailable: 6,
  Void: 7,
} as const;
export type OutcomeName = keyof typeof OUTCOME;
export type Outcome = (typeof OUTCOME)[OutcomeName];

/** How a seat was judged at settlement. */
export const SEAT_RECORD = {
  /** Never committed. */
  Absent: 0,
  /** Committed what the final verdict says. */
  Matched: 1,
  /** Committed another result. */
  Outvoted: 2,
  /** Committed inputs-unavailable, the final verdict is a result. */
  SaidUnavailable: 3,
  /** Second panel that decided nothing. */
  Released: 4,
} as const;
export type SeatRecord = (typeof SEAT_RECORD)[keyof typeof SEAT_RECORD];

/** What the provider posted. `stage` is Posted or Cleared and stays as it was when a case opens. */
export type Post = {
  readonly stage: Stage;
  readonly seal: Hex;
  readonly fuelUsed: bigint;
  readonly reviewEndsAt: number;
  /** The block whose hash is the public draw; 0 for a private one. */
  readonly drawBlock: bigint;
  readonly hasReceipt: boolean;
  readonly secretShown: boolean;
};

/** What has happened since a panel was called. */
export type Case = {
  readonly stage: Stage;
  readonly cause: Cause;
  /** The block whose hash seats the panel; 0 where `seed` came with the draw. */
  readonly seedBlock: bigint;
  /** 0 until read. */
  readonly seed: Hex;
  /** End of seat wait, of commits, or of the appeal window. */
  readonly deadline: number;
  /** 0 = no appeal. */
  readonly appellant: Address;
  readonly reseated: boolean;
  readonly firstVerdict: Verdict;
  readonly secondVerdict: Verdict;
  /** Result digest of the verdict that stands. */
  readonly digest: Hex;
  readonly fuelFound: bigint;
  readonly firstPanel: readonly Address[];
  readonly secondPanel: readonly Address[];
};

/** A case before anything happened in it; also what a call replays of a deal that has none. */
export const NO_CASE: Case = {
  stage: STAGE.None,
  cause: CAUSE.None,
  seedBlock: 0n,
  seed: ZERO_BYTES32,
  deadline: 0,
  appellant: ZERO_ADDRESS,
  reseated: false,
  firstVerdict: VERDICT.None,
  secondVerdict: VERDICT.None,
  digest: ZERO_BYTES32,
  fuelFound: 0n,
  firstPanel: [],
  secondPanel: [],
};

/** What one deal credited to available balances when it settled (returned locks included). */
export type Payout = {
  readonly toBuyer: bigint;
  readonly toProvider: bigint;
  readonly toSolver: bigint;
  /** Fees, credited to free stakes. */
  readonly toSeats: bigint;
  readonly burned: bigint;
};

/** What a deal runs. */
export type Work = {
  readonly moduleId: Hex;
  readonly inputsId: Hex;
  readonly engine: Hex;
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
  readonly gpuCount: number;
  readonly gpuMemoryMiB: number;
  readonly gpuModel: Hex;
};

/** The same as DealMatched carries it: five numbers of 32 bits in a word, cpuMilli highest. */
export type PackedWork = Pick<Work, 'moduleId' | 'inputsId' | 'engine' | 'gpuModel'> & {
  readonly resources: bigint;
};

export function packWork(work: Work): PackedWork {
  const { moduleId, inputsId, engine, gpuModel } = work;
  const numbers = [
    work.cpuMilli,
    work.memoryMiB,
    work.storageMiB,
    work.gpuCount,
    work.gpuMemoryMiB,
  ];
  const resources = numbers.reduce((word, number) => (word << 32n) | BigInt(number), 0n);
  return { moduleId, inputsId, engine, gpuModel, resources };
}

export function unpackWork({ moduleId, inputsId, engine, gpuModel, resources }: PackedWork): Work {
  const at = (index: bigint) => Number((resources >> (32n * index)) & 0xffff_ffffn);
  return {
    moduleId,
    inputsId,
    engine,
    cpuMilli: at(4n),
    memoryMiB: at(3n),
    storageMiB: at(2n),
    gpuCount: at(1n),
    gpuMemoryMiB: at(0n),
    gpuModel,
  };
}

export function stageNameOf(stage: Stage): StageName {
  return nameOf(STAGE, stage);
}

export function causeNameOf(cause: Cause): CauseName {
  return nameOf(CAUSE, cause);
}

export function outcomeNameOf(outcome: Outcome): OutcomeName {
  return nameOf(OUTCOME, outcome);
}

function nameOf<Names extends Record<string, number>>(names: Names, value: number): keyof Names {
  const found = Object.keys(names).find((name) => names[name] === value);
  if (found === undefined) throw new RangeError(`${value} is none of ${Object.keys(names)}`);
  return found;
}
