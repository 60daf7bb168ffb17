import { type Address, type Hex, isAddressEqual, recoverMessageAddress } from 'viem';
import { generateSiweNonce } from 'viem/siwe';
import { ReplayGuard } from './replay-guard';
import type { SessionTokens } from './session-tokens.server';
import { checkSiweMessage, type SiweRejection, type SiweRules } from './siwe-message';

const NONCE_SECONDS = 600n;

/** Checks a contract wallet's signature (ERC-1271) on chain; used only when ECDSA does not fit. */
export type VerifyOnChain = (input: {
  address: Address;
  message: string;
  signature: Hex;
}) => Promise<boolean>;

export type SessionResult =
  | { session: { token: string; address: Address; expiresAt: Date } }
  | { rejection: SiweRejection | 'siwe_nonce' | 'siwe_signature' };

/** Sign-In with Ethereum: nonces that work once, and tokens for who signed with one. */
export class SiweSessions {
  readonly #nonces = new ReplayGuard();
  readonly #rules: SiweRules;
  readonly #tokens: SessionTokens;
  readonly #verifyOnChain: VerifyOnChain;

  constructor(rules: SiweRules, tokens: SessionTokens, verifyOnChain: VerifyOnChain) {
    this.#rules = rules;
    this.#tokens = tokens;
    this.#verifyOnChain = verifyOnChain;
  }

  /** A nonce for one sign-in within ten minutes; undefined when too many are open. */
  nonce(now: Date): string | undefined {
    const nonce = generateSiweNonce();
    const at = seconds(now);
    return this.#nonces.admit(nonce, at + NONCE_SECONDS, at) ? nonce : undefined;
  }

  /** A bearer token for the signer of a message that names this service, its page and a nonce. */
  async open(text: string, signature: Hex, now: Date): Promise<SessionResult> {
    const checked = checkSiweMessage(text, this.#rules, now);
    if ('rejection' in checked) return checked;
    const { address, nonce } = checked.message;
    if (!this.#nonces.take(nonce, seconds(now))) return { rejection: 'siwe_nonce' };
    if (!(await this.#isSigned(address, text, signature))) return { rejection: 'siwe_signature' };
    const { token, expiresAt } = await this.#tokens.issue(address, now);
    return { session: { token, address, expiresAt } };
  }

  async #isSigned(address: Address, message: string, signature: Hex): Promise<boolean> {
    try {
      const signer = await recoverMessageAddress({ message, signature });
      if (isAddressEqual(signer, address)) return true;
    } catch {
      // not an ECDSA signature: a contract may still say that it is good
    }
    try {
      return await this.#verifyOnChain({ address, message, signature });
    } catch {
      return false;
    }
  }
}

function seconds(now: Date): bigint {
  return BigInt(Math.floor(now.getTime() / 1000));
}
