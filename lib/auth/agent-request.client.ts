import { bytesToHex, type LocalAccount } from 'viem';
import { encodeCredentials, type RequestAudience, requestTypedData } from './agent-request';
import { sha256Hex } from './body-hash';

/** Anything that signs typed data with one key: a viem local account, such as an operator's. */
export type RequestSigner = Pick<LocalAccount, 'address' | 'signTypedData'>;

/**
 * Signs one HTTP request now, with a fresh nonce, and gives its Authorization header.
 *
 * @param skew seconds that the service's clock is ahead of ours, where it told
 */
export async function signAgentRequest(
  signer: RequestSigner,
  audience: RequestAudience,
  request: { method: string; path: string; body?: Uint8Array | undefined },
  skew = 0n,
): Promise<string> {
  const { method, path } = request;
  const bodyHash = await sha256Hex(request.body ?? new Uint8Array());
  const issuedAt = BigInt(Math.floor(Date.now() / 1000)) + skew;
  const nonce = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const signature = await signer.signTypedData(
    requestTypedData(audience, { method, path, bodyHash, issuedAt, nonce }),
  );
  return encodeCredentials({ signer: signer.address, issuedAt, nonce, signature });
}
