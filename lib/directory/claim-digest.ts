import { type Address, encodeAbiParameters, type Hex, keccak256 } from 'viem';
import { sha256Hex } from '@/lib/auth/body-hash';
import type { ResultClaim } from './result-claim';

/** Root over exit code and outputs, sorted by the bytes of their paths. */
async function outputsRootOf(claim: ResultClaim): Promise<Hex> {
  const encoder = new TextEncoder();
  const entries = await Promise.all(
    claim.outputs.map(async ({ path, bytes }) => ({
      path,
      key: encoder.encode(path),
      size: BigInt(bytes.length),
      sha256: await sha256Hex(bytes),
    })),
  );
  entries.sort((a, b) => Buffer.compare(a.key, b.key));
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'uint32' },
        {
          type: 'tuple[]',
          components: [
            { name: 'path', type: 'string' },
            { name: 'size', type: 'uint64' },
            { name: 'sha256', type: 'bytes32' },
          ],
        },
      ],
      [claim.exitCode, entries.map(({ path, size, sha256 }) => ({ path, size, sha256 }))],
    ),
  );
}

/** The result's digest under the inputs' salt. */
export async function resultDigestOfClaim(salt: Hex, claim: ResultClaim): Promise<Hex> {
  return keccak256(
    encodeAbiParameters(
      [
        { type: 'bytes32' },
        { type: 'bytes32' },
        { type: 'uint8' },
        { type: 'bytes32' },
        { type: 'uint64' },
        { type: 'bytes32' },
      ],
      [
        salt,
        claim.engine,
        claim.status,
        await outputsRootOf(claim),
        claim.fuelUsed,
        claim.stateDigest,
      ],
    ),
  );
}

/** A party's commitment to a digest. */
export function sealOf(dealId: Hex, party: Address, resultDigest: Hex, fuelUsed: bigint): Hex {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'bytes32' }, { type: 'address' }, { type: 'bytes32' }, { type: 'uint64' }],
      [dealId, party, resultDigest, fuelUsed],
    ),
  );
}
