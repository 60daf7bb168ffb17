import type { Hex } from 'viem';
import { keccak256, stringToBytes } from 'viem';

/** Name and exact version of the wasm engine: one of another version gives other digests. */
export const WASM_ENGINE = 'reckon-wasm@1.0.0';

/** The on-chain id of an engine: keccak256 of its name in UTF-8. */
export function engineIdOf(name: string): Hex {
  return keccak256(stringToBytes(name));
}

export const WASM_ENGINE_ID: Hex = engineIdOf(WASM_ENGINE);
