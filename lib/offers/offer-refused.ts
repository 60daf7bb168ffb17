/** Why an offer, or a ticket, is not taken. */
export type RefusalCode =
  | 'expired'
  | 'cancelled'
  | 'nonce-used'
  | 'wrong-lists'
  | 'bad-signature'
  | 'wrong-chain'
  | 'bad-terms'
  | 'bad-receipt'
  | 'receipt-too-short'
  | 'bad-permit'
  | 'unknown-offer'
  | 'bad-ticket'
  | 'machine-rests'
  | 'too-many-open';

/** An offer that no solver could ever match, or that is not its signer's. `hint`: what to do. */
export class OfferRefusedError extends Error {
  readonly code: RefusalCode;
  readonly hint: string | undefined;
  /** Seconds after which another try may pass, where waiting helps. */
  readonly retryAfter: number | undefined;

  constructor(code: RefusalCode, message: string, hint?: string, retryAfter?: number) {
    super(message);
    this.name = 'OfferRefusedError';
    this.code = code;
    this.hint = hint;
    this.retryAfter = retryAfter;
  }
}
