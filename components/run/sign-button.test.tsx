import { renderToStaticMarkup } from 'react-dom/server';
import { expect, it } from 'vitest';
import type { PublicConfig } from '@/lib/env/public-config';
import { ConfigProvider } from '@/lib/env/public-config.client';
import { SignButton } from './sign-button';

const buttonOf = (n: number, publicDraws: boolean, isConfirmed = false, isOff = false) =>
  renderToStaticMarkup(
    <ConfigProvider
      value={{ deployment: { limits: { publicDraws } }, tokenSymbol: 'tUSD' } as PublicConfig}
    >
      <SignButton
        {...{ n, isConfirmed, isOff, locked: 420_000n, isBusy: false }}
        onSign={() => undefined}
      />
    </ConfigProvider>,
  );

const isDisabled = (page: string) => /<button[^>]*\sdisabled=""/.test(page);

it('is off where the market draws no audits, and says why to who reads or hears it', () => {
  const page = buttonOf(1, false, true);
  expect(isDisabled(page)).toBe(true);
  expect(page).toMatch(/<p id="barrier"[^>]*>This market cannot draw audits/);
  expect(page).toMatch(/<button[^>]*aria-describedby="barrier"/);
});

it('signs an unaudited run there only for a buyer that confirmed it', () => {
  expect(isDisabled(buttonOf(0, false))).toBe(true);
  expect(buttonOf(0, false)).toContain('Confirm above that you buy a result that nobody audits.');
  const confirmed = buttonOf(0, false, true);
  expect(isDisabled(confirmed)).toBe(false);
  expect(confirmed).not.toContain('barrier');
});

it('is on in a market with public draws, unless something else is in the way', () => {
  expect(isDisabled(buttonOf(1, true))).toBe(false);
  expect(buttonOf(1, true)).toContain('Sign and buy for up to 0.42\u00a0tUSD');
  expect(isDisabled(buttonOf(1, true, false, true))).toBe(true);
});
