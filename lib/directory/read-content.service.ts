import type { Address, Hex } from 'viem';
import type { Content } from '../content/content-id';
import { includesAddress, inputReaders, isReleased } from './access';
import type { ContentRecord } from './content-record';
import type { DealFacts } from './deal-book';
import type { Caller, DirectoryPorts } from './directory-ports';
import { askFresh } from './fresh-deals';
import { notFound, ServiceError } from './service-error';

/** Content for a caller who may read it. Unknown and not allowed give the same answer. */
export async function readContent(
  ports: DirectoryPorts,
  id: Hex,
  caller: Caller | undefined,
): Promise<Content> {
  const record = ports.store.record(id);
  if (record?.kind !== 'module') {
    if (caller === undefined) throw signInFirst();
    const allowed = await askFresh(ports.book, async () =>
      record !== undefined && (await mayRead(ports, record, caller)) ? true : undefined,
    );
    if (allowed !== true) throw notFound('content');
  }
  const content = await ports.store.read(id);
  if (content === undefined) throw notFound('content');
  return content;
}

/** Whether one of these accounts is the caller, or made the caller its operator. */
export async function actsForOne(
  ports: DirectoryPorts,
  caller: Caller,
  principals: readonly Address[],
): Promise<Address | undefined> {
  const own = principals.find((principal) => includesAddress([principal], caller.address));
  if (own !== undefined) return own;
  for (const principal of new Set(principals)) {
    if (await ports.isOperator(principal, caller.address)) return principal;
  }
  return undefined;
}

/** Whether the caller is the deal's buyer or a guest of the buyer. */
export function isBuyerOrGuest(ports: DirectoryPorts, deal: DealFacts, caller: Caller): boolean {
  const guests = ports.deals.get(deal.dealId)?.guests ?? [];
  return includesAddress([deal.buyer, ...guests], caller.address);
}

export function signInFirst(): ServiceError {
  return new ServiceError(
    401,
    'sign_in',
    'This is not public: say who you are.',
    'Sign in with your wallet (POST /session), or sign the request with a key of the provider or mediator.',
  );
}

async function mayRead(
  ports: DirectoryPorts,
  record: ContentRecord,
  caller: Caller,
): Promise<boolean> {
  switch (record.kind) {
    case 'module':
      return true;
    case 'inputs': {
      const deals = ports.book.dealsWithInputs(record.id);
      const { principals } = inputReaders(deals, record.buyers);
      return (await actsForOne(ports, caller, principals)) !== undefined;
    }
    case 'result':
      return resultReleased(ports, record.id, caller);
  }
}

function resultReleased(ports: DirectoryPorts, id: Hex, caller: Caller): boolean {
  for (const [dealId, { results }] of ports.deals.entries()) {
    const handedIn = results.filter((result) => result.id === id);
    if (handedIn.length === 0) continue;
    const deal = ports.book.dealById(dealId as Hex);
    if (deal === undefined || !isBuyerOrGuest(ports, deal, caller)) continue;
    if (handedIn.some((result) => isReleased(deal, result))) return true;
  }
  return false;
}
