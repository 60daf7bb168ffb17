import { type Address, type Hex, keccak256, type TypedDataDomain } from 'viem';
import { canonicalJson, type JsonValue } from '../shared/canonical-json';

/** What an author's wallet signs to publish a module; one object a message, as for offers. */
export const publishModuleTypes = {
  PublishModule: [
    { name: 'moduleId', type: 'bytes32' },
    { name: 'manifestHash', type: 'bytes32' },
    { name: 'author', type: 'address' },
  ],
} as const;

export type Publication = {
  /** Content id of the module's folder; it covers manifest.json and every other file. */
  readonly moduleId: Hex;
  /** keccak256 of manifest.json, so that a wallet signs what the module says of itself, too. */
  readonly manifestHash: Hex;
  readonly author: Address;
};

export type SignedPublication = Publication & { readonly signature: Hex };

/** The EIP-712 message of a publication, as wallets take it. @param domain the market's */
export function publishTypedData<Domain extends TypedDataDomain>(
  domain: Domain,
  { moduleId, manifestHash, author }: Publication,
) {
  return {
    domain,
    types: publishModuleTypes,
    primaryType: 'PublishModule',
    message: { moduleId, manifestHash, author },
  } as const;
}

export function manifestHashOf(manifest: Uint8Array): Hex {
  return keccak256(manifest);
}

/**
 * manifest.json as it is published: canonical JSON (RFC 8785), so that equal manifests have equal ids.
 * Bytes that are no JSON are left as they are: whoever checks them says what is wrong.
 */
export function canonicalManifest(bytes: Uint8Array): Uint8Array {
  try {
    const value = JSON.parse(new TextDecoder().decode(bytes)) as JsonValue;
    return new TextEncoder().encode(canonicalJson(value));
  } catch {
    return bytes;
  }
}
