import { encodeAbiParameters, type Hex, keccak256 } from 'viem';

/** The committed draw: whether a deal is audited (PROTOCOL section 4). */

const BYTES32 = { type: 'bytes32' } as const;

/** The number of a public draw, 0 to 9,999, from the hash of its block. */
export function publicDrawOf(blockHash: Hex, dealId: Hex): number {
  return numberOf(encodeAbiParameters([BYTES32, BYTES32], [blockHash, dealId]));
}

/** The number of a private draw, 0 to 9,999, from the buyer's secret and the provider's seal. */
export function privateDrawOf(secret: Hex, seal: Hex, dealId: Hex): number {
  return numberOf(encodeAbiParameters([BYTES32, BYTES32, BYTES32], [secret, seal, dealId]));
}

/** A draw hits below the deal's rate: the deal is audited. */
export function isHit(draw: number, auditBps: number): boolean {
  return draw < auditBps;
}

function numberOf(encoded: Hex): number {
  return Number(BigInt(keccak256(encoded)) % 10_000n);
}
