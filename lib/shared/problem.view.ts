import { ApiError } from './api.client';

/** A failure in words: what happened, and what to do about it. */
export interface Problem {
  title: string;
  advice: string | undefined;
  /** The person said no in the wallet: no failure, so no alarm. */
  declined: boolean;
}

/** Reasons of the market's contract that a person can do something about. */
const REASONS: Record<string, [title: string, advice: string]> = {
  Market_BuyerBalanceTooLow: [
    'Your deposit is too small for this.',
    'Deposit more on your account page, then try again.',
  ],
  Market_ProviderBalanceTooLow: [
    'The provider’s deposit is too small for this.',
    'Deposit more on the provider’s account, or choose another provider.',
  ],
  Market_BalanceTooLow: [
    'Your available balance is too small for this.',
    'Deposit more, or wait until open deals give their locks back.',
  ],
  Market_DeadlinePassed: [
    'This came too late: the deadline has passed.',
    'The page shows what can happen now.',
  ],
  Market_DeadlineNotPassed: ['This is too early.', 'Try again when the clock has run out.'],
  Market_NotLive: ['The deal has moved on meanwhile.', 'Look at its new state, then decide again.'],
  Market_BlockNotReached: [
    'The block that decides is not there yet.',
    'Try again in a few seconds.',
  ],
  Market_TooFewSeats: [
    'Too few mediators are free right now.',
    'Seating is tried again by itself until the wait is over.',
  ],
  Market_AlreadyJoined: ['You are already a member of this court.', 'Nothing more to do.'],
  Market_NotMember: [
    'This account was not invited to the court.',
    'Ask who founds courts, or found one yourself.',
  ],
  Market_RejoinTooEarly: [
    'You left this court not long ago.',
    'You can join again when the unbonding time is over.',
  ],
};

/** Turns whatever was thrown into words for the person. */
export function problemOf(error: unknown): Problem {
  if (isDeclined(error)) {
    return {
      title: 'You declined in your wallet.',
      advice: 'Nothing was sent. You can try again whenever you like.',
      declined: true,
    };
  }
  const reason = reasonOf(error);
  const known = reason ? REASONS[reason] : undefined;
  if (known) return { title: known[0], advice: known[1], declined: false };
  if (reason) {
    return {
      title: `The market refused: ${wordsOf(reason)}.`,
      advice: 'Reload the page to see where things stand.',
      declined: false,
    };
  }
  if (error instanceof ApiError) {
    return { title: error.message, advice: error.hint, declined: false };
  }
  const message = messageOf(error);
  if (/insufficient funds/i.test(message)) {
    return {
      title: 'Your wallet has no coin to pay for gas.',
      advice: 'Fund it first; on the development chain the account page has a faucet.',
      declined: false,
    };
  }
  if (/fetch failed|Failed to fetch|HTTP request failed/i.test(message)) {
    return {
      title: 'The chain could not be reached.',
      advice: 'Check that its RPC address answers, then try again.',
      declined: false,
    };
  }
  return { title: message, advice: undefined, declined: false };
}

interface ErrorLike {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  shortMessage?: unknown;
  cause?: unknown;
  data?: unknown;
}

function chainOf(error: unknown): ErrorLike[] {
  const chain: ErrorLike[] = [];
  let current = error;
  while (typeof current === 'object' && current !== null && chain.length < 10) {
    chain.push(current as ErrorLike);
    current = (current as ErrorLike).cause;
  }
  return chain;
}

/** EIP-1193 code 4001, or viem's error of it, anywhere in the chain of causes. */
function isDeclined(error: unknown): boolean {
  return chainOf(error).some(
    ({ name, code }) => code === 4001 || name === 'UserRejectedRequestError',
  );
}

/** The custom error's name that viem decoded, if any. */
function reasonOf(error: unknown): string | undefined {
  for (const { data } of chainOf(error)) {
    if (typeof data !== 'object' || data === null || !('errorName' in data)) continue;
    const { errorName } = data;
    if (typeof errorName === 'string') return errorName;
  }
  return undefined;
}

function messageOf(error: unknown): string {
  for (const { shortMessage } of chainOf(error)) {
    if (typeof shortMessage === 'string') return shortMessage;
  }
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong.';
}

/** Market_FuelAboveLimit -> "fuel above limit" */
function wordsOf(reason: string): string {
  return reason
    .replace(/^Market_/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();
}
