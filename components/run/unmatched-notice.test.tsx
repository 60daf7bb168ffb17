import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import { jsonOf } from '@/lib/shared/json';
import type { Obstacle, Outlook } from '@/lib/solver/outlook';
import { jobOffer, testAddress, testDirectory, testHash } from '@/test/builders/offers';
import type { PostedOffer } from './signed-offer';
import { OutlookWords } from './unmatched-notice';

const posted: PostedOffer = {
  hash: testHash(1),
  buyer: testAddress(0xb1),
  state: { kind: 'open' },
  submission: { offer: jsonOf(jobOffer()), lists: { directories: [testDirectory] } },
  postedAt: 1,
};

function textOf(outlook: Partial<Outlook>, offer: PostedOffer = posted): string {
  const page = renderToStaticMarkup(
    <ConfigProvider value={{ tokenSymbol: 'tUSD' } as PublicConfig}>
      <OutlookWords
        outlook={{ fitting: 0, obstacles: [], misfits: [], ...outlook }}
        offer={offer}
        module={{ id: testHash(0x11) }}
        onChange={() => undefined}
      />
    </ConfigProvider>,
  );
  return page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

const obstacle = (name: Obstacle['reasons'][number]['name'], text: string): Obstacle => ({
  resourceOfferHash: testHash(2),
  provider: testAddress(2),
  reasons: [{ name, text }],
});

it('says why nobody has matched an offer, as the server found it', () => {
  expect(textOf({ fitting: 1 })).toContain('One offer fits and could take it now');
  expect(textOf({})).toContain('machines went off, or their offers have expired');
  const off = obstacle('Market_TicketStale', 'its ticket is over');
  const said = textOf({ obstacles: [off, off, obstacle('Market_LaneBusy', 'its lane is busy')] });
  expect(said).toContain('Of the 3 that come nearest: 2 its ticket is over 1 its lane is busy');
});

it('offers what would be matched', () => {
  const dear = obstacle('Market_BasePriceTooHigh', 'its price is higher');
  expect(textOf({ obstacles: [dear] })).toContain('Offer what one asks now');
  const poor = obstacle('Market_BuyerBalanceTooLow', 'the buyer has too little');
  expect(textOf({ obstacles: [poor] })).toContain('Deposit more');
  const lists = { directories: [testDirectory], providers: [testAddress(3)] };
  const narrow = { ...posted, submission: { ...posted.submission, lists } };
  expect(textOf({}, narrow)).toContain('Let any provider run it');
  const change = { offered: 20, count: 41, from: 0.12 };
  const misfits = [{ key: 'theta.high', count: 50, change } as const];
  expect(textOf({ misfits })).toContain(
    'With penalty rate 20 instead of penalty rate 40: 41 offers from 0.12 tUSD',
  );
});
