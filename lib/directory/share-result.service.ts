import type { Hex } from 'viem';
import type { Content } from '../content/content-id';
import { EMPTY_DEAL, type ShareLink } from './content-record';
import { demandBuyer, type ReleasedResult, releasedIn, resultView } from './deal-results.service';
import type { Caller, DirectoryPorts } from './directory-ports';
import { askFresh } from './fresh-deals';
import { notFound, ServiceError } from './service-error';

const MAX_LINKS = 32;
const DAY = 86_400;
export const MAX_LINK_DAYS = 90;

/** A link as its buyer sees it once: afterwards the token is nowhere. */
export type MadeLink = ShareLink & { readonly token: string };

/** Lets whoever has the link read the deal's results until `expiresAt`. For the buyer only. */
export async function makeLink(
  ports: DirectoryPorts,
  { dealId, expiresAt }: { dealId: Hex; expiresAt: number },
  caller: Caller,
): Promise<MadeLink> {
  await demandBuyer(ports, dealId, caller);
  const now = ports.now();
  if (expiresAt <= now || expiresAt > now + MAX_LINK_DAYS * DAY) {
    throw new ServiceError(
      400,
      'link_time',
      `A link can last up to ${MAX_LINK_DAYS} days from now.`,
      'expiresAt is in Unix seconds.',
    );
  }
  const id = Buffer.from(crypto.getRandomValues(new Uint8Array(12))).toString('hex');
  const link: ShareLink = { id, createdAt: now, expiresAt };
  await ports.deals.change(dealId, (old) => {
    const deal = old ?? EMPTY_DEAL;
    const live = liveLinks(deal.links, now);
    if (live.length >= MAX_LINKS) {
      throw new ServiceError(
        409,
        'too_many_links',
        `A deal has at most ${MAX_LINKS} links at a time.`,
        'Take one back first.',
      );
    }
    return { ...deal, links: [...live, link] };
  });
  return { ...link, token: await ports.links.sign({ dealId, linkId: id, expiresAt }) };
}

/** The links that work at the moment, without their tokens. For the buyer only. */
export async function listLinks(
  ports: DirectoryPorts,
  dealId: Hex,
  caller: Caller,
): Promise<ShareLink[]> {
  await demandBuyer(ports, dealId, caller);
  return liveLinks((ports.deals.get(dealId) ?? EMPTY_DEAL).links, ports.now());
}

/** Takes a link back: from now on it opens nothing. For the buyer only. */
export async function takeLinkBack(
  ports: DirectoryPorts,
  { dealId, linkId }: { dealId: Hex; linkId: string },
  caller: Caller,
): Promise<ShareLink[]> {
  await demandBuyer(ports, dealId, caller);
  const record = await ports.deals.change(dealId, (old) => {
    const deal = old ?? EMPTY_DEAL;
    return { ...deal, links: deal.links.filter(({ id }) => id !== linkId) };
  });
  return liveLinks(record.links, ports.now());
}

export type SharedResults = {
  readonly dealId: Hex;
  /** When the link runs out, Unix seconds. */
  readonly expiresAt: number;
  readonly results: readonly ReleasedResult[];
};

/**
 * What a link opens: the released results of its deal, as its buyer would see them.
 *
 * @throws ServiceError 401 `link_invalid`, 410 `link_expired` or `link_taken_back`
 */
export async function sharedResults(ports: DirectoryPorts, token: string): Promise<SharedResults> {
  const claim = await ports.links.read(token, ports.now());
  if (claim === 'invalid') {
    throw new ServiceError(
      401,
      'link_invalid',
      'This link is damaged, or not from this directory.',
      'Copy it again, whole, or ask the buyer for a new one.',
    );
  }
  if (claim === 'expired') {
    throw new ServiceError(410, 'link_expired', 'This link has run out.', ASK_AGAIN);
  }
  const { dealId, linkId, expiresAt } = claim;
  const record = ports.deals.get(dealId);
  if (!record?.links.some(({ id }) => id === linkId)) {
    throw new ServiceError(
      410,
      'link_taken_back',
      'The buyer has taken this link back.',
      ASK_AGAIN,
    );
  }
  const released = await askFresh(ports.book, () => {
    const found = releasedIn(ports, dealId);
    return found === undefined || found.released.length === 0 ? undefined : found;
  });
  const results = released?.released.map((result) => resultView(released.deal, result)) ?? [];
  return { dealId, expiresAt, results };
}

/** One of the results that a link opens. */
export async function sharedContent(
  ports: DirectoryPorts,
  token: string,
  id: Hex,
): Promise<Content> {
  const { results } = await sharedResults(ports, token);
  const isShared = results.some((result) => result.id === id);
  const content = isShared ? await ports.store.read(id) : undefined;
  if (content === undefined) throw notFound('content');
  return content;
}

const ASK_AGAIN = 'Ask the buyer for a new one.';

function liveLinks(links: readonly ShareLink[], now: number): ShareLink[] {
  return links.filter(({ expiresAt }) => expiresAt > now);
}
