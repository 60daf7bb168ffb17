import type { Hex } from 'viem';
import { engineIdOf, OCI_ENGINE, wasmEngineOf } from '@/lib/execution/engine-id';
import { sameHex } from '@/lib/shared/address';

/** "reckon-wasm@2.0.0" of an engine's id on chain; undefined for one that this site does not know. */
export function engineNameOf(id: Hex): string | undefined {
  return wasmEngineOf(id) ?? (sameHex(engineIdOf(OCI_ENGINE), id) ? OCI_ENGINE : undefined);
}
