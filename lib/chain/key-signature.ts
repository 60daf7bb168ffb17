import { type Address, type Hex, recoverAddress } from 'viem';
import { sameHex } from '../shared/address';

const HALF_ORDER = 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n;

/**
 * A 65-byte signature in the one form that the market takes: v is 27 or 28, s is low. Other forms of
 * the same signature are rewritten; anything else (a contract wallet's bytes) is left alone.
 */
export function canonicalSignature(signature: Hex): Hex {
  if (signature.length !== 132) return signature;
  const v = Number.parseInt(signature.slice(130), 16);
  return v > 1 ? signature : (`${signature.slice(0, 130)}${(v + 27).toString(16)}` as Hex);
}

/** Whether `key` itself signed `digest`, by the market's rules (contracts/src/libraries/Signatures.sol). */
export async function isSignedByKey(key: Address, digest: Hex, signature: Hex): Promise<boolean> {
  if (signature.length !== 132) return false;
  const v = Number.parseInt(signature.slice(130), 16);
  const s = BigInt(`0x${signature.slice(66, 130)}`);
  if ((v !== 27 && v !== 28) || s > HALF_ORDER) return false;
  try {
    return sameHex(await recoverAddress({ hash: digest, signature }), key);
  } catch {
    return false;
  }
}
