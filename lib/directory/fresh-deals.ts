import type { DealBook } from './deal-book';
import { ServiceError } from './service-error';

/**
 * Answers a question about deals; where the answer is no, the chain is read on and asked again.
 * So nobody is refused for coming a moment after the block that gave them the right.
 */
export async function askFresh<T>(
  book: DealBook,
  ask: () => Promise<T | undefined> | T | undefined,
): Promise<T | undefined> {
  const first = await ask();
  if (first !== undefined) return first;
  try {
    await book.refresh();
  } catch (cause) {
    const error = new ServiceError(
      503,
      'chain_unreachable',
      'The directory cannot read the chain at the moment.',
      'Try again in a few seconds.',
    );
    error.cause = cause;
    throw error;
  }
  return ask();
}
