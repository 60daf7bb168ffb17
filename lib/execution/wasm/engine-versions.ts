import type { WasmEngine } from '../engine-id';
import type { AcceptedSet } from './accepted-set';
import { ACCEPTED_V1, ACCEPTED_V2, ACCEPTED_V3 } from './accepted-set';
import type { CostTable } from './cost-table';
import { COSTS_V1 } from './v1/cost-table';
import { COSTS_V2 } from './v2/cost-table';
import { COSTS_V3 } from './v3/cost-table';

const COSTS: Readonly<Record<WasmEngine, CostTable>> = {
  'reckon-wasm@1.0.0': COSTS_V1,
  'reckon-wasm@2.0.0': COSTS_V2,
  'reckon-wasm@3.0.0': COSTS_V3,
};

const ACCEPTED: Readonly<Record<WasmEngine, AcceptedSet>> = {
  'reckon-wasm@1.0.0': ACCEPTED_V1,
  'reckon-wasm@2.0.0': ACCEPTED_V2,
  'reckon-wasm@3.0.0': ACCEPTED_V3,
};

/** What modules a version accepts. */
export const acceptedBy = (engine: WasmEngine): AcceptedSet => ACCEPTED[engine];

/** What a version charges. */
export const costsOf = (engine: WasmEngine): CostTable => COSTS[engine];
