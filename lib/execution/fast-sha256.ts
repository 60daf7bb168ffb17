import { sha256 } from 'viem';

/**
 * sha256 by the platform (several times faster), or in JavaScript where a page has no secure
 * context and so no `crypto.subtle`.
 */
export async function fastSha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const { subtle } = globalThis.crypto;
  if (subtle === undefined) return sha256(bytes, 'bytes');
  return new Uint8Array(await subtle.digest('SHA-256', bytes));
}
