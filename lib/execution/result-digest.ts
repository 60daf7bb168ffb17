import type { Address, Hex } from 'viem';
import { encodeAbiParameters, keccak256, sha256, stringToBytes } from 'viem';
import { compareUtf8 } from './compare-utf8';
import type { Execution, OutputFile } from './execution';
import { statusCodeOf } from './execution';

/** What a mediator seals when no source has the inputs; fuelUsed is 0 with it. */
export const INPUTS_UNAVAILABLE: Hex = keccak256(stringToBytes('reckon.inputs-unavailable'));

const OUTPUTS_PARAMETERS = [
  { type: 'uint32' },
  {
    type: 'tuple[]',
    components: [
      { name: 'path', type: 'string' },
      { name: 'size', type: 'uint64' },
      { name: 'sha256', type: 'bytes32' },
    ],
  },
] as const;

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

/** keccak256(abi.encode(uint32 exitCode, (path, size, sha256)[])), sorted by path bytes. */
export function outputsRootOf(exitCode: number, outputs: readonly OutputFile[]): Hex {
  const entries = [...outputs]
    .sort((left, right) => compareUtf8(left.path, right.path))
    .map(({ path, bytes }) => ({ path, size: BigInt(bytes.length), sha256: sha256(bytes) }));
  return keccak256(encodeAbiParameters(OUTPUTS_PARAMETERS, [exitCode, entries]));
}

/**
 * The digest that a seal hides.
 *
 * @param salt the 32 bytes in the input bundle that the module does not see
 * @param engine the id of the version that ran it
 */
export function resultDigestOf(salt: Hex, execution: Execution, engine: Hex): Hex {
  return keccak256(
    encodeAbiParameters(RESULT_PARAMETERS, [
      salt,
      engine,
      statusCodeOf(execution.status),
      outputsRootOf(execution.exitCode, execution.outputs),
      execution.fuelUsed,
      execution.stateDigest,
    ]),
  );
}

/** keccak256(abi.encode(dealId, party, resultDigest, fuelUsed)): of no use to anyone but `party`. */
export function sealOf(dealId: Hex, party: Address, resultDigest: Hex, fuelUsed: bigint): Hex {
  return keccak256(encodeAbiParameters(SEAL_PARAMETERS, [dealId, party, resultDigest, fuelUsed]));
}
