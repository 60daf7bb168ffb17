import { sha256 } from 'multiformats/hashes/sha2';
import { bytesToHex, type Hex } from 'viem';

/** sha-256 of bytes, as hex. */
export async function sha256Hex(bytes: Uint8Array): Promise<Hex> {
  return bytesToHex((await sha256.digest(bytes)).digest);
}
