import type { ProcessSpec } from './processes.mjs';
import type { Market } from './stack.mjs';

export function directoryUrl(market: Pick<Market, 'ports'>): string;
export function webUrl(market: Market): string;
export function deploymentFile(market: Market): string;
export function keysDir(market: Pick<Market, 'dataDir'>): string;
export function deploySpec(market: Market): ProcessSpec;
export function serviceSpecs(market: Market): ProcessSpec[];
