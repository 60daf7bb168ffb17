import type { Market } from './stack.mjs';

export function directoryUrl(market: Market): string;
export function webUrl(market: Market): string;
export function deploymentFile(market: Market): string;
