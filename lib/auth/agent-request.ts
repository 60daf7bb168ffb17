import {
  type Address,
  type Hex,
  isAddress,
  isAddressEqual,
  isHex,
  keccak256,
  recoverTypedDataAddress,
  stringToHex,
} from 'viem';
import { z } from 'zod';
import '../shared/zod-without-code';
import { audienceOrigin } from './audience-origin';

/** The one service and chain that a signed request is good for. */
export type RequestAudience = { readonly origin: string; readonly chainId: number };

/** What an agent signs: one HTTP request. `bodyHash` is the sha-256 of the body's bytes. */
export type AgentRequest = {
  readonly method: string;
  readonly path: string;
  readonly bodyHash: Hex;
  readonly issuedAt: bigint;
  readonly nonce: Hex;
};

/** Seconds that a signed request is good for, counted both ways so that clocks may differ. */
export const REQUEST_WINDOW = 60n;
export const REQUEST_SCHEME = 'Reckon-Request';

const REQUEST_TYPES = {
  Request: [
    { name: 'method', type: 'string' },
    { name: 'path', type: 'string' },
    { name: 'bodyHash', type: 'bytes32' },
    { name: 'issuedAt', type: 'uint64' },
    { name: 'nonce', type: 'bytes32' },
  ],
} as const;

/** The EIP-712 message of a request. The domain's salt is the keccak of the service's origin. */
export function requestTypedData(audience: RequestAudience, request: AgentRequest) {
  return {
    domain: {
      name: 'Reckon directory',
      version: '1',
      chainId: audience.chainId,
      salt: keccak256(stringToHex(audienceOrigin(audience.origin))),
    },
    types: REQUEST_TYPES,
    primaryType: 'Request',
    message: request,
  } as const;
}

const headerSchema = z.object({
  signer: z.string().refine((value): value is Address => isAddress(value, { strict: false })),
  issuedAt: z.string().regex(/^\d{1,12}$/),
  nonce: z.string().refine((value): value is Hex => isHex(value) && value.length === 66),
  signature: z.string().refine((value): value is Hex => isHex(value) && value.length === 132),
});

/** The credentials of one request, as they travel in the Authorization header. */
export type RequestCredentials = {
  readonly signer: Address;
  readonly issuedAt: bigint;
  readonly nonce: Hex;
  readonly signature: Hex;
};

/** `Reckon-Request <base64url JSON>`. */
export function encodeCredentials({ signer, issuedAt, nonce, signature }: RequestCredentials) {
  const json = JSON.stringify({ signer, issuedAt: issuedAt.toString(), nonce, signature });
  const text = btoa(json).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  return `${REQUEST_SCHEME} ${text}`;
}

/** Reads the header back; undefined where it is anything else. */
export function decodeCredentials(header: string): RequestCredentials | undefined {
  const text = header.slice(REQUEST_SCHEME.length + 1);
  if (!header.startsWith(`${REQUEST_SCHEME} `) || text.length > 2000) return undefined;
  try {
    const json = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    const { signer, issuedAt, nonce, signature } = headerSchema.parse(JSON.parse(json));
    return { signer, issuedAt: BigInt(issuedAt), nonce, signature };
  } catch {
    return undefined;
  }
}

/** A request is in time within a window around now, and never from before the service started. */
export function isInTime(issuedAt: bigint, now: bigint, startedAt: bigint): boolean {
  return (
    issuedAt >= startedAt && issuedAt + REQUEST_WINDOW >= now && issuedAt <= now + REQUEST_WINDOW
  );
}

/** Whether the credentials' signer really signed this request to this audience. */
export async function isSignedBySigner(
  audience: RequestAudience,
  request: Pick<AgentRequest, 'method' | 'path' | 'bodyHash'>,
  { signer, issuedAt, nonce, signature }: RequestCredentials,
): Promise<boolean> {
  const typedData = requestTypedData(audience, { ...request, issuedAt, nonce });
  try {
    return isAddressEqual(await recoverTypedDataAddress({ ...typedData, signature }), signer);
  } catch {
    return false;
  }
}
