import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import { runFigures } from '@/lib/offers/run-figures';
import { testConfig } from '@/test/builders/test-config';
import { ProtectionStep } from './protection-step';

const config: PublicConfig = {
  chainId: 1,
  chainName: 'A chain',
  rpcUrl: 'http://127.0.0.1:8545',
  directoryUrl: 'http://127.0.0.1:4000',
  local: false,
  deployment: undefined,
  market: undefined,
  lens: undefined,
  token: undefined,
  tokenSymbol: 'tUSD',
  gasSymbol: 'ETH',
  explorerUrl: undefined,
  windows: {
    execution: 3_600,
    review: 21_600,
    grace: 3_600,
    appeal: 86_400,
    seatWait: 604_800,
    unbonding: 0,
  },
};

it('shows what audits cost the buyer and what the lock costs the provider', () => {
  const windows = { executionWindow: 3_600, reviewWindow: 21_600 };
  const figures = runFigures(
    {
      ...windows,
      prices: { basePrice: 1_000_000n, fuelPrice: 0n },
      fuelLimit: 1n,
      expectedFuel: 1n,
      theta: 40,
      n: 1,
      solverFee: 0n,
    },
    testConfig,
  );
  const page = renderToStaticMarkup(
    <ConfigProvider value={config}>
      <ProtectionStep
        figures={figures}
        n={1}
        theta={40}
        dealSeconds={28_800}
        panelSizes={[1]}
        court={undefined}
        serving={10}
        onChange={() => undefined}
      />
    </ConfigProvider>,
  );
  const text = page.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  expect(text).toContain('Expected cost of protection 3.35 %');
  expect(text).toContain('audits 2.98 % + capital 0.37 %');
  // Three bad members of ten would make a made-up result pay, 0.12 V on average.
  expect(text).toContain('while at most 2 of the 10 mediators that serve collude with it');
  expect(text).not.toContain('Never');
  expect(page).toMatch(/aria-valuetext="[^"]*audits 2.98\s% \+ capital 0.37\s%"/);
});
