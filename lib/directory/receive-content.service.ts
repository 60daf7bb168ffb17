import type { OpenedContent } from '../content/car';
import type { ContentRecord } from './content-record';
import type { Caller, DirectoryPorts } from './directory-ports';
import { isOwedResult } from './owed-result.service';

/**
 * Stores what somebody uploaded: within the share of the network that it came from, unless a live
 * deal waits for it.
 *
 * @param remote the network, as shares are counted by
 * @throws ServiceError 507 where there is no room for it
 */
export async function receiveContent(
  ports: DirectoryPorts,
  content: OpenedContent,
  { caller, remote }: { readonly caller: Caller | undefined; readonly remote: string },
): Promise<ContentRecord> {
  const now = ports.now();
  return ports.store.put(content, {
    ...{ uploader: caller?.address, remote, now },
    isOwed: () => isOwedResult(ports, content.files, caller),
    isUsed: (record) => isUsed(ports, record, now),
  });
}

/** Whether a deal is about it: it has these inputs, or a receipt was given for its result. */
function isUsed({ book }: DirectoryPorts, { id, kind, heldUntil }: ContentRecord, now: number) {
  if (kind === 'inputs') return book.dealsWithInputs(id).length > 0;
  return kind === 'result' && heldUntil >= now;
}
