import type { RunReceipt } from './run-receipt';

/** One thing that a receipt says, checked. */
export interface ReceiptCheck {
  readonly what: string;
  /** null: the file alone cannot tell. */
  readonly holds: boolean | null;
  /** What was found, in words for a person. */
  readonly why: string;
}

export interface CheckedReceipt {
  /** Undefined where the text is no receipt. */
  readonly receipt: RunReceipt | undefined;
  readonly checks: readonly ReceiptCheck[];
  /** Nothing in it contradicts anything else. Whoever made it up could have seen to that. */
  readonly isConsistent: boolean;
  /** And the chain, or a directory that the buyer chose, stands for its seal. */
  readonly isProven: boolean;
}

/** The checks with what they come to; once the chain was asked, with its answer for the open one. */
export function summed(
  checks: readonly ReceiptCheck[],
): Pick<CheckedReceipt, 'checks' | 'isConsistent' | 'isProven'> {
  const isConsistent = checks.every(({ holds }) => holds !== false);
  const onChain = checks.find(({ what }) => what === ON_CHAIN);
  return { checks, isConsistent, isProven: isConsistent && onChain?.holds === true };
}

/** The answer of the chain in the place of what was left to ask it. */
export function withChain(checked: CheckedReceipt, answer: ReceiptCheck): CheckedReceipt {
  const others = checked.checks.filter(({ what }) => what !== ON_CHAIN);
  return { receipt: checked.receipt, ...summed([...others, answer]) };
}

/** The one thing that a file alone never shows. */
export const ON_CHAIN = 'The seal stands on the chain';
