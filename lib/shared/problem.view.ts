import { ApiError, isSignedOut } from './api-error';

/** A failure in words: what happened, and what to do about it. */
export interface Problem {
  title: string;
  advice: string | undefined;
  /** The person said no in the wallet: no failure, so no alarm. */
  declined: boolean;
}

/**
 * Turns whatever was thrown into words for the person; reasons of the market's contract have words
 * of their own (lib/chain/market-error.view.ts).
 */
export function problemOf(error: unknown): Problem {
  if (isDeclined(error)) {
    return {
      title: 'You declined in your wallet.',
      advice: 'Nothing was sent. You can try again whenever you like.',
      declined: true,
    };
  }
  if (!(error instanceof ApiError) && isSignedOut(error)) {
    return {
      title: 'Your session has ended.',
      advice: 'Try again: your wallet asks you to sign in once more.',
      declined: false,
    };
  }
  if (error instanceof ApiError) {
    return { title: error.message, advice: error.hint, declined: false };
  }
  const known = WALLET_PROBLEMS.find(({ is }) => chainOf(error).some(is));
  if (known) return { title: known.title, advice: known.advice, declined: false };
  const message = messageOf(error);
  if (UNREACHABLE.test(message)) {
    return {
      title: 'The chain could not be reached.',
      advice: 'Check that its RPC address answers, then try again.',
      declined: false,
    };
  }
  return { title: message, advice: undefined, declined: false };
}

/** What Node, Chromium, Firefox, Safari and viem say of a server that does not answer. */
const UNREACHABLE =
  /fetch failed|Failed to fetch|NetworkError when attempting|^Load failed|HTTP request failed/i;

/** What wallets and transports answer by code (EIP-1193, EIP-1474), by viem's name, or in a node's words. */
const WALLET_PROBLEMS: readonly {
  is: (error: ErrorLike) => boolean;
  title: string;
  advice: string;
}[] = [
  {
    is: ({ code }) => code === -32_002,
    title: 'Your wallet still waits for your answer to an earlier request.',
    advice: 'Open it and answer or decline what it shows, then try again.',
  },
  {
    is: ({ code }) => code === 4100,
    title: 'Your wallet does not let this page use the account.',
    advice:
      'It may be locked, or show another account: unlock it, connect it here, then try again.',
  },
  {
    // No code of its own: wallets say that what is signed and they are on different chains.
    is: ({ message }) =>
      typeof message === 'string' && /must match the active chain/i.test(message),
    title: 'Your wallet is on another network.',
    advice: 'It moved while it was asked. Switch it back, then try again.',
  },
  {
    is: ({ code }) => code === 4900 || code === 4901,
    title: 'Your wallet has no connection to the chain.',
    advice: 'Check its network settings and that you are online, then try again.',
  },
  {
    // viem's: the browser has an error of that name too.
    is: ({ name, shortMessage }) => name === 'TimeoutError' && shortMessage !== undefined,
    title: 'The chain did not answer in time.',
    advice: 'It may be busy. See whether it went through, then try again.',
  },
  {
    is: ({ name, message }) =>
      name === 'InsufficientFundsError' ||
      (typeof message === 'string' && /insufficient funds/i.test(message)),
    title: 'Your account has too little coin to pay for gas.',
    advice: 'Send it some, then try again. The page Account shows what it holds.',
  },
];

interface ErrorLike {
  name?: unknown;
  code?: unknown;
  message?: unknown;
  shortMessage?: unknown;
  details?: unknown;
  cause?: unknown;
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
export function isDeclined(error: unknown): boolean {
  return chainOf(error).some(
    ({ name, code }) => code === 4001 || name === 'UserRejectedRequestError',
  );
}

/** viem's names of errors whose short message says nothing: "An internal error was received." */
const SPEECHLESS = new Set<unknown>(['InternalRpcError', 'UnknownRpcError']);

function messageOf(error: unknown): string {
  for (const { name, shortMessage, details } of chainOf(error)) {
    const said = SPEECHLESS.has(name) ? details : shortMessage;
    if (typeof said === 'string' && said !== '') return said;
  }
  return error instanceof Error && error.message !== '' ? error.message : 'Something went wrong.';
}
