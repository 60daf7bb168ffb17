import type { Address } from 'viem';
import { createSiweMessage, parseSiweMessage, type SiweMessage } from 'viem/siwe';
import { audienceOrigin, loopbackNamed } from './audience-origin';

/** What a service demands of a Sign-In with Ethereum message. */
export type SiweRules = {
  /** Hosts (with port) of the pages that may ask for a session here. */
  readonly domains: readonly string[];
  /** The service's own origins: one is the message's uri, so that no other service can use it. */
  readonly origins: readonly string[];
  readonly chainId: number;
};

export type SiweRejection =
  | 'siwe_malformed'
  | 'siwe_domain'
  | 'siwe_uri'
  | 'siwe_chain'
  | 'siwe_time';

const MAX_AGE_SECONDS = 600;
const SKEW_SECONDS = 60;
const MAX_MESSAGE_CHARS = 2000;

/** The message that a page asks its user's wallet to sign. */
export function siweMessageFor(parameters: {
  address: Address;
  domain: string;
  origin: string;
  chainId: number;
  nonce: string;
  issuedAt: Date;
}): string {
  const { address, domain, origin, chainId, nonce, issuedAt } = parameters;
  return createSiweMessage({
    address,
    domain,
    uri: origin,
    chainId,
    nonce,
    issuedAt,
    version: '1',
    expirationTime: new Date(issuedAt.getTime() + MAX_AGE_SECONDS * 1000),
    statement: 'Read the results of your own deals. This costs nothing and sends no transaction.',
  });
}

/** Everything about a message but its nonce and signature; the parsed message where it holds. */
export function checkSiweMessage(
  text: string,
  rules: SiweRules,
  now: Date,
): { message: SiweMessage } | { rejection: SiweRejection } {
  if (text.length > MAX_MESSAGE_CHARS) return { rejection: 'siwe_malformed' };
  const fields = parseSiweMessage(text);
  const { address, domain, uri, chainId, nonce, version, issuedAt } = fields;
  if (!address || !domain || !uri || !chainId || !nonce || version !== '1' || !issuedAt) {
    return { rejection: 'siwe_malformed' };
  }
  if (!rules.domains.some((allowed) => isSameHost(allowed, domain))) {
    return { rejection: 'siwe_domain' };
  }
  if (fields.scheme !== undefined && !/^https?$/.test(fields.scheme)) {
    return { rejection: 'siwe_domain' };
  }
  const asked = originOf(uri);
  if (!rules.origins.some((origin) => originOf(origin) === asked)) {
    return { rejection: 'siwe_uri' };
  }
  if (chainId !== rules.chainId) return { rejection: 'siwe_chain' };
  const age = (now.getTime() - issuedAt.getTime()) / 1000;
  if (!(age >= -SKEW_SECONDS && age <= MAX_AGE_SECONDS)) return { rejection: 'siwe_time' };
  if (fields.expirationTime !== undefined && fields.expirationTime <= now) {
    return { rejection: 'siwe_time' };
  }
  if (fields.notBefore !== undefined && fields.notBefore > now) return { rejection: 'siwe_time' };
  const message = { ...fields, address, domain, uri, chainId, nonce, version, issuedAt };
  return isCanonical(message, text) ? { message } : { rejection: 'siwe_malformed' };
}

/** A text that reads back as something else could mean one thing to a wallet and another here. */
function isCanonical(message: SiweMessage, text: string): boolean {
  try {
    return createSiweMessage(message) === text;
  } catch {
    return false;
  }
}

/** Loopback names stand for each other, as long as the port is the same. */
function isSameHost(a: string, b: string): boolean {
  return loopbackNamed(a) === loopbackNamed(b);
}

function originOf(uri: string): string | undefined {
  try {
    return audienceOrigin(uri);
  } catch {
    return undefined;
  }
}
