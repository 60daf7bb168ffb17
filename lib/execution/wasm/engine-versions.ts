import type { WasmEngine } from '../engine-id';
import type { CostTable } from './cost-table';
import { COSTS_V1 } from './v1/cost-table';
import { COSTS_V2 } from './v2/cost-table';

const COSTS: Readonly<Record<WasmEngine, CostTable>> = {
  'reckon-wasm@1.0.0': COSTS_V1,
  'reckon-wasm@2.0.0': COSTS_V2,
};

/** What a version charges: all in which versions differ. */
export const costsOf = (engine: WasmEngine): CostTable => COSTS[engine];
