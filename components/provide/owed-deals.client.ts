import type { Address, Hex } from 'viem';
import type { DealSummary } from '@/lib/deals/deals.query';
import type { ResourceOfferItem } from '@/lib/offers/resource-offers.query';
import { includesHex } from '@/lib/shared/address';
import { getJson } from '@/lib/shared/api.client';
import { ApiError } from '@/lib/shared/api-error';
import type { Json } from '@/lib/shared/json';

const LOOK_MS = 500;
const MOST_LOOKS = 120;

/**
 * The deals for which a machine owes a result, after its offers were cancelled on chain. Waits until
 * the market shows the cancellations: as it takes in the chain's events in their order, it then knows
 * of every deal that was matched before them, and none can come after.
 *
 * @param cancelled hashes of the offers
 * @param at address of the market's pages, where it is not this page's
 * @throws ApiError where it is not known; the cancellations stand all the same
 */
export async function owedAfterCancel(
  machine: { readonly provider: Address; readonly agent: Address },
  cancelled: readonly Hex[],
  { at = '', lookMs = LOOK_MS } = {},
): Promise<Hex[]> {
  const { provider, agent } = machine;
  const own = `${at}/api/v1/resource-offers?provider=${provider}&ticketKey=${agent}&all=true&limit=200`;
  for (let looks = 1; ; looks++) {
    const { items } = await getJson<{ items: Json<ResourceOfferItem>[] }>(own);
    const open = items.filter(({ hash, state }) => {
      return state !== 'cancelled' && includesHex(cancelled, hash as Hex);
    });
    if (open.length === 0) break;
    if (looks === MOST_LOOKS) {
      throw new ApiError(
        504,
        'not-indexed',
        'The market’s pages do not show the cancellation yet.',
        'Its offers are cancelled. Leave again in a minute: then its key is forbidden.',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, lookMs));
  }
  const owed = `${at}/api/v1/deals?provider=${provider}&agent=${agent}&stage=Matched&limit=200`;
  const { items } = await getJson<{ items: Json<DealSummary>[] }>(owed);
  return items.map(({ dealId }) => dealId as Hex);
}

/** Says that a machine must keep its key, as deals came in while it was leaving. */
export function stillOwes(count: number): ApiError {
  const what = count === 1 ? 'A deal' : `${count} deals`;
  return new ApiError(
    409,
    'still-owes',
    `${what} came in before its offers were cancelled.`,
    'Nothing more comes now, and its key goes on posting. Leave again when the results are posted.',
  );
}
