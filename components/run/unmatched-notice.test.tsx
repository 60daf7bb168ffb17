import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import type { SignedAsk } from '@/lib/offers/why-unmatched';
import { jobOffer, resourceOffer, testAddress, testHash } from '@/test/builders/offers';
import { UnmatchedNotice } from './unmatched-notice';

const offer = resourceOffer({ basePrice: 2_000n, fuelPrice: 5_000n });
const choice: OfferChoice = {
  hash: testHash(1),
  offer,
  lists: { engines: [], courts: [], directories: [] },
  state: 'live',
  dealsEver: 0,
};
const { cpuMilli, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB } = jobOffer();
const module = {
  id: testHash(0x11),
  resources: { cpuMilli, memoryMiB, storageMiB, gpuCount, gpuMemoryMiB },
};

function textOf(ask: SignedAsk, fitting: readonly OfferChoice[]): string {
  const plan = { fitting, n: 1, theta: 40, executionWindow: 30, reviewWindow: 60 };
  const page = renderToStaticMarkup(
    <QueryClientProvider client={new QueryClient()}>
      <ConfigProvider value={{ tokenSymbol: 'tUSD' } as PublicConfig}>
        <UnmatchedNotice ask={ask} module={module} plan={plan} onChange={() => undefined} />
      </ConfigProvider>
    </QueryClientProvider>,
  );
  return page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
}

it('says why nobody has matched an offer, and offers what would be matched', () => {
  const maxPrices = { basePrice: 2_000n, fuelPrice: 5_000n };
  expect(textOf({ maxPrices, providers: undefined }, [choice])).toContain(
    'One offer fits and could take it now',
  );
  const cheap = { maxPrices: { basePrice: 1n, fuelPrice: 1n }, providers: undefined };
  const dearer = textOf(cheap, [choice]);
  expect(dearer).toContain('from 0.002 plus 0.005 tUSD for each G of fuel');
  expect(dearer).toContain('Offer what they ask now');
  const gone = textOf({ maxPrices, providers: [testAddress(0x99)] }, [choice]);
  expect(gone).toContain('its machine is off or its offer has expired');
  expect(gone).toContain('Let any of them run it');
  const none = textOf({ maxPrices, providers: undefined }, []);
  expect(none).toContain('No open offer fits your job any more');
  expect(none).toContain('See what each offer lacks');
  expect(none).toContain('Of what you sign here only one is ever matched.');
});
