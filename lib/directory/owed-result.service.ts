import { contentKindOf } from '../content/content-kind';
import { includesAddress } from './access';
import type { Caller, DirectoryPorts } from './directory-ports';
import { askFresh } from './fresh-deals';

/** Whom an operator's key may act for is asked of the chain: one call each. */
const MOST_ASKED = 200;

/**
 * Whether content is a result, brought by a party of a live deal that hands results in. Room is kept
 * for these: nobody who fills a directory can have a provider miss its deadline.
 */
export async function isOwedResult(
  { book, isOperator }: Pick<DirectoryPorts, 'book' | 'isOperator'>,
  files: ReadonlyMap<string, Uint8Array>,
  caller: Caller | undefined,
): Promise<boolean> {
  if (caller === undefined || contentKindOf(files) !== 'result') return false;
  const found = await askFresh(book, async () => {
    const parties = new Set(
      [...book.liveDeals()].flatMap((deal) => [deal.provider, ...deal.seats]),
    );
    if (includesAddress([...parties], caller.address)) return true;
    for (const party of [...parties].slice(0, MOST_ASKED)) {
      if (await isOperator(party, caller.address)) return true;
    }
    return undefined;
  });
  return found === true;
}
