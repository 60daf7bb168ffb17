import type { Page } from '@playwright/test';
import { type Agent, startAgent } from './fixtures/agent';
import { expectAccessible, expectFitsPhone } from './fixtures/audit-pages';
import { goToReview, signAndBuy } from './fixtures/buying';
import { acceptOrAwaitAudit, readResult, untilTold } from './fixtures/deal-page';
import { fund } from './fixtures/market';
import { connect, open, pickWallet } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const step = (page: Page, name: string) => page.getByRole('group', { name, exact: true });
const next = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

test('somebody lists a machine step by step, serves a deal, earns, and drains it', async ({
  page,
  wallet,
  browser,
}) => {
  // A benchmark of the machine, a deal, perhaps its audit, and a drain, one after the other.
  test.setTimeout(420_000);
  await fund(wallet.address);
  let agent: Agent | undefined;
  try {
    await open(page, '/provide');
    await connect(page, wallet.name);
    await expect(page.getByText('No machine yet')).toBeVisible();
    await page.getByRole('main').getByRole('link', { name: 'Add a machine' }).first().click();

    const command = page.getByText(/npm run provider -- --pair/);
    const code =
      /--pair ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec((await command.textContent()) ?? '')?.[1] ?? '';
    await expectAccessible(page, 'pairing');
    agent = startAgent(`newcomer-${wallet.address.slice(2, 10).toLowerCase()}`, code);
    const measured = page.getByRole('listitem').filter({ hasText: 'It was measured' });
    await expect(measured.getByLabel('Done:')).toBeVisible({ timeout: 90_000 });

    await next(page, 'Check it');
    await expect(step(page, 'Check')).toBeFocused();
    await expect(step(page, 'Check').getByRole('heading', { name: 'Preflight' })).toBeVisible();
    await next(page, 'Recheck: the whole machine');
    await expect(page.getByText('Checking… Its agent hears of it')).toBeVisible();
    await next(page, 'See its benchmark');
    await expect(step(page, 'Benchmark').getByText('Engine, fuel a second')).toBeVisible();
    await next(page, 'Set a price');
    await page.getByLabel('Price of a run').fill('0.0031');
    await page.getByLabel('and of 1 G fuel').fill('0.0051');
    await page.reload();
    await expect(page.getByLabel('Price of a run')).toHaveValue('0.0031');
    await expectFitsPhone(page, 'price');
    await expectAccessible(page, 'price');
    await next(page, 'Set the terms');
    const directory = page.getByLabel('Another directory, or one of your own');
    await directory.fill('0x12');
    await next(page, 'Add');
    await expect(page.getByText('An address has 0x and 40 hex digits')).toBeVisible();
    await directory.fill(wallet.address);
    await next(page, 'Add');
    await expect(page.getByText('added by you')).toBeVisible();
    await expectFitsPhone(page, 'terms');
    await expectAccessible(page, 'terms');
    await next(page, 'Review and sign');
    await expectAccessible(page, 'sign');
    const sign = page.getByRole('button', { name: 'Sign and list this machine' });
    const deposit = page.getByLabel('Available in the market');
    const proposed = await deposit.inputValue();
    await deposit.fill('9999999');
    await expect(page.getByText('are missing for the deposit')).toBeVisible();
    await expect(sign).toBeDisabled();
    await deposit.fill(proposed);
    await next(page, 'Sign and list this machine');
    await expect(page.getByText('It is on the market')).toBeVisible({ timeout: 60_000 });
    await page.getByRole('link', { name: 'Open its dashboard' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('newcomer');
    const recheck = page.getByRole('button', { name: 'Recheck: the whole machine' });
    await expect(recheck).toBeEnabled({ timeout: 60_000 });

    const buyer = await (await browser.newContext()).newPage();
    await open(buyer, '/modules/cowsay/run');
    await buyer.getByLabel('Message').fill('Served by a newcomer');
    await goToReview(buyer, { provider: wallet.address });
    await buyer.getByRole('button', { name: 'Connect a wallet to buy' }).click();
    await pickWallet(buyer, 'Development wallet');
    await signAndBuy(buyer);
    await untilTold(buyer, 'Result sealed');
    await readResult(buyer);
    await expect(buyer.getByRole('region', { name: 'The cow' })).toContainText('newcomer');
    await acceptOrAwaitAudit(buyer);
    await buyer.context().close();

    const tiles = page.getByLabel('This machine', { exact: true });
    await expect(tiles).toContainText('+0.0031', { timeout: 30_000 });
    await expectFitsPhone(page, 'machine');
    await expectAccessible(page, 'machine');
    await next(page, 'Drain');
    await expect(page.getByText('Draining', { exact: true })).toBeVisible({ timeout: 90_000 });

    await open(page, `/providers/${wallet.address}`);
    await page.locator('summary').filter({ hasText: 'newcomer' }).click();
    await expect(page.getByText('by the machine’s key')).toBeVisible();
    await expectFitsPhone(page, 'provider');
    await expectAccessible(page, 'provider');

    await open(page, '/provide');
    await expect(page.getByLabel('Your record as a provider')).toContainText('+0.0031');
    const machines = page.getByRole('table', { name: 'Your machines' });
    await expect(machines.getByRole('switch')).not.toBeChecked();
    await page.getByRole('button', { name: 'Take off' }).click();
    await expect(page.getByRole('cell', { name: 'Cancelled', exact: true })).toBeVisible();
    await machines.getByRole('link', { name: /newcomer/ }).click();
    await next(page, 'Leave the market…');
    await next(page, 'Forbid its key');
    await expect(page.getByText('It has left the market.')).toBeVisible({ timeout: 60_000 });
  } finally {
    await agent?.stop();
  }
});
