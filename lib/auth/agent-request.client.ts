import { bytesToHex, type LocalAccount } from 'viem';
import { encodeCredentials, type RequestAudience, requestTypedData } from './agent-request';
import { sha256Hex } from './body-hash';

/** Anything that signs typed data with one key: a viem local account, such as an operator's. */
export type RequestSigner = Pick<LocalAccount, 'address' | 'signTypedData'>;

/**
 * Signs one HTTP request with a fresh nonce and gives its Authorization header.
 *
 * @param issuedAt Unix seconds, by the service's clock where that is known
 */
export async function signAgentRequest(
  signer: RequestSigner,
  audience: RequestAudience,
  request: { method: string; path: string; body?: Uint8Array | undefined },
  issuedAt: bigint,
): Promise<string> {
  const { method, path } = request;
  const bodyHash = await sha256Hex(request.body ?? new Uint8Array());
  const nonce = bytesToHex(crypto.getRandomValues(new Uint8Array(32)));
  const signature = await signer.signTypedData(
    requestTypedData(audience, { method, path, bodyHash, issuedAt, nonce }),
  );
  return encodeCredentials({ signer: signer.address, issuedAt, nonce, signature });
}
