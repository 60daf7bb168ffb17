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

const obstacle = (
  name: Obstacle['reasons'][number]['name'],
  values: string[],
  measure?: Obstacle['reasons'][number]['measure'],
): Obstacle => ({
  resourceOfferHash: testHash(2),
  provider: testAddress(2),
  reasons: [{ name, values, text: '', ...(measure ? { measure } : {}) }],
});

it('says why nobody has matched an offer, as the server found it', () => {
  expect(textOf({ fitting: 1 })).toContain('One offer fits and could take it now');
  expect(textOf({})).toContain('machines went off, or their offers have expired');
  const off = obstacle('Market_TicketStale', ['0', '1700000000']);
  const said = textOf({ obstacles: [off, off, obstacle('Market_LaneBusy', ['2'])] });
  expect(said).toContain('Of the 3 that come nearest: 2 : The machine is off');
  expect(said).toContain('1 : The machine is busy: it takes 2 jobs at a time.');
  const ended = obstacle('Market_TicketStale', ['1699999999', '1700000000']);
  expect(textOf({ obstacles: [off, ended] })).toContain('has ended, or it takes no deals now.');
});

it('says how much the offers of a group lack', () => {
  const small = (has: string) => obstacle('Market_ResourcesTooSmall', ['24576', has], 'memoryMiB');
  expect(textOf({ obstacles: [small('8192'), small('16384')] })).toContain(
    'The job needs 24 GiB of memory; the provider has 8 GiB to 16 GiB.',
  );
  const dear = (price: string) => obstacle('Market_BasePriceTooHigh', ['300000', price]);
  expect(textOf({ obstacles: [dear('500000'), dear('900000')] })).toContain(
    'price is 0.50 tUSD to 0.90 tUSD; the buyer pays at most 0.30 tUSD.',
  );
});

it('offers what would be matched', () => {
  const dear = obstacle('Market_BasePriceTooHigh', ['1', '2']);
  expect(textOf({ obstacles: [dear] })).toContain('Offer what one asks now');
  const poor = obstacle('Market_BuyerBalanceTooLow', ['2', '1']);
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
