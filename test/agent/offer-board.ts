import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Address, Hex } from 'viem';
import type { ResourceSubmission, TicketSubmission } from '../../lib/offers/match-item';
import { jsonOf } from '../../lib/shared/json';

/** Where an agent finds its offers and hands in its tickets: what the market's API does of that. */
export interface OfferBoard {
  readonly url: string;
  /** The newest ticket that the agent gave. */
  ticket(): TicketSubmission | undefined;
  /** How many it gave. */
  readonly count: number;
  /** From now on the offer is shown in this state; as `off` every look asks for a ticket. */
  offers(state: 'live' | 'off'): void;
  close(): Promise<void>;
}

/** Serves one signed offer to whoever asks, and takes its tickets. */
export async function startOfferBoard(
  hash: Hex,
  { offer, lists }: Pick<ResourceSubmission, 'offer' | 'lists'>,
  market: Address,
): Promise<OfferBoard> {
  let ticket: TicketSubmission | undefined;
  let count = 0;
  const submission = jsonOf({ offer, lists });
  const item = { hash, provider: offer.provider, state: 'live', postedAt: 1, submission };
  const server = createServer((request, response) => {
    const { method, url = '' } = request;
    let body = '';
    request.on('data', (piece) => {
      body += piece;
    });
    request.on('end', () => {
      const answer = (value: unknown) => response.end(JSON.stringify(value));
      response.setHeader('content-type', 'application/json');
      // What a preflight asks for; there is nobody to take its report.
      if (url === '/api/v1/status') answer({ deployment: { market }, time: Date.now() / 1_000 });
      else if (url.startsWith('/api/v1/resource-offers')) answer({ items: [item], next: null });
      else if (url === '/api/v1/tickets' && method === 'POST') {
        count += 1;
        ticket = JSON.parse(body) as TicketSubmission;
        answer({ hash, isNew: true });
      } else {
        response.statusCode = 404;
        answer({ error: { code: 'not-found', message: 'There is nothing here.' } });
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ticket: () => ticket,
    get count() {
      return count;
    },
    offers(state) {
      item.state = state;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
