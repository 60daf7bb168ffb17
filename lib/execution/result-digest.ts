import type { Address, Hex } from 'viem';
import { encodeAbiParameters, keccak256, sha256, stringToBytes } from 'viem';
import { compareUtf8 } from './compare-utf8';
import { encodeOutputs } from './encode-outputs';
import type { Execution, OutputFile } from './execution';
import { statusCodeOf } from './execution';

/** What a mediator seals when no source has the inputs; fuelUsed is 0 with it. */
export const INPUTS_UNAVAILABLE: Hex = keccak256(stringToBytes('reckon.inputs-unavailable'));

const RESULT_PARAMETERS = [
  { type: 'bytes32' },
  { type: 'bytes32' },
  { type: 'uint8' },
  { type: 'bytes32' },
  { type: 'uint64' },
  { type: 'bytes32' },
] as const;

const SEAL_PARAMETERS = [
  { type: 'bytes32' },
  { type: 'address' },
  { type: 'bytes32' },
  { type: 'uint64' },
] as const;

/** An output as a digest knows it. */
export interface OutputEntry {
  readonly path: string;
  readonly size: number;
  readonly sha256: Hex;
}

/** What of a run its digest is over. */
export type ExecutionFacts = Omit<Execution, 'outputs'> & {
  readonly outputs: readonly OutputEntry[];
};

export const outputEntryOf = ({ path, bytes }: OutputFile): OutputEntry => ({
  path,
  size: bytes.length,
  sha256: sha256(bytes),
});

/** keccak256(abi.encode(uint32 exitCode, (path, size, sha256)[])), sorted by path bytes. */
export function outputsRootOf(exitCode: number, outputs: readonly OutputEntry[]): Hex {
  return keccak256(encodeOutputs(exitCode, sortedEntries(outputs)));
}

/** In the order of their paths' bytes, as digests take them. */
export function sortedEntries(outputs: readonly OutputEntry[]): OutputEntry[] {
  return [...outputs].sort((left, right) => compareUtf8(left.path, right.path));
}

/**
 * The digest that a seal hides.
 *
 * @param salt the 32 bytes in the input bundle that the module does not see
 * @param engine the id of the version that ran it
 */
export function resultDigestOf(salt: Hex, execution: Execution, engine: Hex): Hex {
  const outputs = execution.outputs.map(outputEntryOf);
  return factsDigestOf(salt, { ...execution, outputs }, engine);
}

/** The same of a run whose outputs are only told. */
export function factsDigestOf(salt: Hex, execution: ExecutionFacts, engine: Hex): Hex {
  const root = outputsRootOf(execution.exitCode, execution.outputs);
  return digestOfRoot(salt, execution, root, engine);
}

/** The same where the root of the outputs is known. */
export function digestOfRoot(
  salt: Hex,
  { status, fuelUsed, stateDigest }: Omit<Execution, 'outputs'>,
  outputsRoot: Hex,
  engine: Hex,
): Hex {
  return keccak256(
    encodeAbiParameters(RESULT_PARAMETERS, [
      salt,
      engine,
      statusCodeOf(status),
      outputsRoot,
      fuelUsed,
      stateDigest,
    ]),
  );
}

/** keccak256(abi.encode(dealId, party, resultDigest, fuelUsed)): of no use to anyone but `party`. */
export function sealOf(dealId: Hex, party: Address, resultDigest: Hex, fuelUsed: bigint): Hex {
  return keccak256(encodeAbiParameters(SEAL_PARAMETERS, [dealId, party, resultDigest, fuelUsed]));
}
