import type { Hex } from 'viem';
import { keccak256, stringToBytes } from 'viem';

/** Names and exact versions of the wasm engine, oldest first: each gives other fuel and digests. */
export const WASM_ENGINES = [
  'reckon-wasm@1.0.0',
  'reckon-wasm@2.0.0',
  'reckon-wasm@3.0.0',
] as const;

export type WasmEngine = (typeof WASM_ENGINES)[number];

/** The version for new modules. */
export const WASM_ENGINE: WasmEngine = 'reckon-wasm@3.0.0';

/** Containers: lib/execution/oci. */
export const OCI_ENGINE = 'reckon-oci@1.0.0';

export type OciEngine = typeof OCI_ENGINE;

/** The on-chain id of an engine: keccak256 of its name in UTF-8. */
export function engineIdOf(name: string): Hex {
  return keccak256(stringToBytes(name));
}

export const WASM_ENGINE_ID: Hex = engineIdOf(WASM_ENGINE);

/** What a machine with this software can run. */
export const WASM_ENGINE_IDS: readonly Hex[] = WASM_ENGINES.map(engineIdOf);

/** What the machines of a market run, by kind. */
export const ENGINES_BY_KIND = { wasm: WASM_ENGINE_IDS, oci: [engineIdOf(OCI_ENGINE)] } as const;

export function isWasmEngine(name: string): name is WasmEngine {
  return (WASM_ENGINES as readonly string[]).includes(name);
}

/** The version that has this id on chain. */
export function wasmEngineOf(id: Hex): WasmEngine | undefined {
  return WASM_ENGINES.find((name) => engineIdOf(name) === id.toLowerCase());
}
