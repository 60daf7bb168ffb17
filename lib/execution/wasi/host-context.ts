import type { HostCosts } from '../wasm/cost-table';
import type { DescriptorTable } from './descriptors';
import type { FileTree } from './file-tree';
import type { FuelMeter } from './fuel-meter';
import type { GuestMemory } from './guest-memory';
import type { SeededRandom } from './seeded-random';
import type { VirtualClock } from './virtual-clock';

/** What the host calls work on. `memory` and `meter` exist once the module is instantiated. */
export interface HostContext {
  readonly args: readonly Uint8Array[];
  /** `NAME=value` each. */
  readonly env: readonly Uint8Array[];
  readonly tree: FileTree;
  readonly descriptors: DescriptorTable;
  readonly clock: VirtualClock;
  readonly random: SeededRandom;
  readonly memory: GuestMemory;
  readonly meter: FuelMeter;
  readonly costs: HostCosts;
}

/** i32 arrives as a number, i64 as a bigint. */
export type HostArgument = number & bigint;

/** A host call: gives an errno, or throws WasiError or StopSignal. */
export type HostCall = (context: HostContext, ...args: never[]) => number;
