import type { Hex } from 'viem';
import type { OpenedContent } from '../content/car';
import type { ContentRecord } from './content-record';
import type { Caller, DirectoryPorts } from './directory-ports';
import { isOwedResult } from './owed-result.service';

type Sender = {
  readonly caller: Caller | undefined;
  readonly remote: string;
  readonly mayAsk: () => boolean;
};

/**
 * Stores what somebody uploaded: within the share of the network that it came from, unless a live
 * deal waits for it.
 *
 * @param remote the network, as shares are counted by
 * @param mayAsk whether one may ask the chain once more: where its share is full, not without end
 * @throws ServiceError 507 where there is no room for it
 */
export async function receiveContent(
  ports: DirectoryPorts,
  content: OpenedContent,
  { caller, remote, mayAsk }: Sender,
): Promise<ContentRecord> {
  const now = ports.now();
  let modules: ReadonlySet<Hex> | undefined;
  const isRun = (id: Hex) => {
    modules ??= new Set([...ports.book.liveDeals()].map(({ moduleId }) => moduleId));
    return modules.has(id);
  };
  return ports.store.put(content, {
    ...{ uploader: caller?.address, remote, now },
    isOwed: async () => mayAsk() && (await isOwedResult(ports, content.files, caller)),
    isUsed: (record) => (record.kind === 'module' ? isRun(record.id) : isUsed(ports, record, now)),
  });
}

/** Whether a deal is about what is no module: it has these inputs, or a receipt was given for its result. */
function isUsed({ book }: DirectoryPorts, { id, kind, heldUntil }: ContentRecord, now: number) {
  if (kind === 'inputs') return book.dealsWithInputs(id).length > 0;
  return kind === 'result' && heldUntil >= now;
}
