import type { ProcessSpec } from './processes.mjs';

export const LOCAL_CHAIN_ID: number;
export const HARDFORK: string;
export function anvilCommand(options: {
  port: number;
  chainId?: number | undefined;
  stateFile?: string | undefined;
  blockTime?: number | undefined;
  accounts?: number;
  args?: readonly string[];
}): Omit<ProcessSpec, 'name'>;
export function protectState(stateFile: string): 'whole' | 'repaired' | 'new';
export function openChain(
  url: string,
  options?: { limitMs?: number; isAlive?: () => boolean },
): Promise<number>;
export function setClock(url: string): Promise<void>;
