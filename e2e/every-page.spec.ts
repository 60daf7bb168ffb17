import type { Hex } from 'viem';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import type { DealRecord } from '../lib/chain/deal-fold';
import { DirectoryClient } from '../lib/directory/directory.client';
import { marketDomain } from '../lib/offers/offer-types';
import { getJson } from '../lib/shared/api.client';
import { expectAccessible, expectFitsPhone } from './fixtures/audit-pages';
import { goToReview } from './fixtures/buying';
import { agentOfProvider, deployment, fund } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { publishContainer } from './fixtures/publish-container';
import { buySilently } from './fixtures/silent-buyer';
import { stack } from './fixtures/stack';
import { expect, test } from './fixtures/story';

/** A page, and what it says to a visitor without a wallet where it needs one. */
const PAGES: readonly { path: string; asks?: string }[] = [
  { path: '/' },
  { path: '/modules' },
  { path: '/modules/sqlite' },
  { path: '/modules?by=anyone' },
  { path: '/modules/new' },
  { path: '/modules/new?kind=container', asks: 'Connect a wallet to sign as its author' },
  { path: '/modules/upscale/run' },
  { path: '/offers' },
  { path: '/offers?q=gpu.vram%20%3E%3D%2024', asks: 'do not fit' },
  { path: '/deals' },
  { path: '/disputes' },
  { path: '/receipts' },
  { path: '/courts' },
  { path: '/courts/found', asks: 'Connect a wallet to found a court' },
  { path: '/provide', asks: 'Connect a wallet to see your machines' },
  { path: '/provide/new', asks: 'Connect a wallet to add a machine' },
  { path: '/account', asks: 'Connect a wallet to see and move your money' },
];

for (const { path, asks } of PAGES) {
  test(`${path} answers without a wallet, on a phone, in light and dark`, async ({ page }) => {
    const answer = await page.request.get(path);
    expect(answer.status()).toBe(200);
    await open(page, path);
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
    if (asks) await expect(page.getByText(asks)).toBeVisible();
    await expectFitsPhone(page, path);
    await expectAccessible(page, path);
  });
}

test.describe('an audited deal', () => {
  const buyer = privateKeyToAccount(generatePrivateKey());
  let dealId: Hex;

  test.beforeAll(async () => {
    await fund(buyer.address);
    dealId = await buySilently(buyer, { provider: 'provider-1', auditBps: 10_000 });
    const dispute = `${stack().url}/api/v1/disputes/${dealId}`;
    await expect.poll(async () => (await fetch(dispute)).status, { timeout: 60_000 }).toBe(200);
  });

  test('its page, every part of it', async ({ page }) => {
    await open(page, `/deals/${dealId}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Cowsay' })).toBeVisible();
    for (const part of ['Overview', 'Result', 'Logs', 'Money', 'Verification', 'Raw']) {
      await page.getByRole('tab', { name: part }).click();
      if (part === 'Result' || part === 'Logs') {
        await expect(page.getByText('Results are for the buyer and its guests')).toBeVisible();
      }
      await expectFitsPhone(page, part);
      await expectAccessible(page, part);
    }
  });

  test('its shared result, for somebody without a wallet', async ({ page }) => {
    const { directoryUrl } = stack();
    const { chainId, market } = await deployment();
    const directory = new DirectoryClient({
      url: directoryUrl,
      domain: marketDomain(chainId, market),
      auth: { signer: buyer },
    });
    const { token } = await directory.makeLink(dealId, Math.floor(Date.now() / 1000) + 3600);
    await open(page, `/shared/${dealId}#${token}`);
    // Once, however many mediators ran the job again and got the same.
    await expect(page.getByRole('region', { name: 'The cow' })).toBeVisible();
    await expect(page.getByText('The buyer shares this with you.')).toBeVisible();
    await expectFitsPhone(page, 'shared');
    await expectAccessible(page, 'shared');
    await open(page, `/shared/${dealId}#${token.slice(0, -3)}`);
    await expect(page.getByText('This link is damaged')).toBeVisible();
    await open(page, `/shared/${dealId}`);
    await expect(page.getByText('This link is not whole')).toBeVisible();
    await expectAccessible(page, 'shared, not whole');
  });

  test('its panel and verdict', async ({ page }) => {
    await open(page, `/disputes/${dealId}`);
    await expect(page.getByRole('heading', { level: 1, name: 'Audit of Cowsay' })).toBeVisible();
    await expectFitsPhone(page, 'dispute');
    await expectAccessible(page, 'dispute');
    // Back to the match, when there was no case yet, and on to now.
    const answer = page.getByText('Answer of the provider');
    await page.getByRole('slider', { name: 'Event of the deal' }).focus();
    await page.keyboard.press('Home');
    await expect(answer).toBeHidden();
    await expect(page).toHaveURL(/\?event=1$/);
    const before = { level: 1, name: 'Cowsay, before its audit' } as const;
    await expect(page.getByRole('heading', before)).toBeVisible();
    await expect(page.getByText('No panel has been called yet.')).toBeVisible();
    await expectAccessible(page, 'dispute, as it was');
    await page.keyboard.press('End');
    await expect(answer).toBeVisible();
  });

  test('its provider, machine, court and mediators', async ({ page }) => {
    const read = () => getJson<{ record: DealRecord }>(`${stack().url}/api/v1/disputes/${dealId}`);
    const panel = async () => (await read()).record.case?.firstPanel ?? [];
    await expect.poll(async () => (await panel()).length, { timeout: 30_000 }).toBeGreaterThan(0);
    const { terms } = (await read()).record;
    const [mediator] = await panel();
    for (const [path, heading] of [
      [`/providers/${terms.provider}`, 'Provider'],
      [`/provide/${agentOfProvider('provider-1')}`, /./],
      [`/courts/${terms.court}`, 'Court'],
      [`/mediators/${mediator}`, 'Mediator'],
    ] as const) {
      await open(page, path);
      await expect(page.getByRole('heading', { level: 1, name: heading })).toBeVisible();
      await expectFitsPhone(page, path);
      await expectAccessible(page, path);
    }
    await expect(page.getByRole('row').filter({ hasText: dealId.slice(0, 6) })).toBeVisible();
  });
});

test('a module in a container says how far its results can be checked', async ({ page }) => {
  const id = await publishContainer('Echo in a container');
  await open(page, `/modules/${id}`);
  await expect(page.getByText('Class B: checked, not insured')).toBeVisible();
  await expect(page.getByText('Its author has handed in no certificate')).toBeVisible();
  await expectFitsPhone(page, 'module in a container');
  await expectAccessible(page, 'module in a container');
  await open(page, `/modules/${id}/run`);
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await expect(page.getByText('No provider fits right now')).toBeVisible();
  await expectAccessible(page, 'run of a module in a container');
});

test('the steps of a purchase', async ({ page }) => {
  await open(page, '/modules/cowsay/run');
  const choices = page.getByRole('navigation', { name: 'Steps to a run' });
  await goToReview(page);
  for (const step of ['What', 'Where', 'Protection', 'Review']) {
    await choices.getByRole('button', { name: new RegExp(`${step}$`) }).click();
    await expectFitsPhone(page, step);
    await expectAccessible(page, step);
  }
});

test('a court is founded from its form', async ({ page, wallet }) => {
  await fund(wallet.address);
  await open(page, '/courts/found');
  await connect(page, wallet.name);
  await page.getByLabel('Members').fill('0x12');
  await page.getByRole('button', { name: 'Found this court' }).click();
  await expect(page.getByText('is no address: write 0x and 40 hex digits.')).toBeVisible();
  await expectFitsPhone(page, 'form');
  await expectAccessible(page, 'form');
  await page.getByLabel('Members').fill(wallet.address);
  await page.getByRole('button', { name: 'Found this court' }).click();
  await expect(page).toHaveURL(/\/courts\/0x[0-9a-f]{64}$/, { timeout: 30_000 });
  await expect(page.getByText('You are invited')).toBeVisible();
  await page.getByRole('button', { name: 'Join on these terms' }).click();
  await expect(page.getByText('You serve', { exact: true })).toBeVisible({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Leave this court' }).click();
  await page.getByRole('button', { name: 'Leave the court' }).click();
  await expect(page.getByText('You can join again')).toBeVisible({ timeout: 30_000 });
});

test('the list of wallets, and what a connected account sees', async ({ page, wallet }) => {
  await fund(wallet.address);
  await open(page, '/account');
  await page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }).click();
  const list = page.getByRole('dialog', { name: 'Connect a Wallet' });
  await list.getByRole('button', { name: wallet.name }).waitFor();
  await expectAccessible(page, 'wallets');
  await list.getByRole('button', { name: 'Close' }).click();
  await connect(page, wallet.name);
  for (const path of ['/account', '/provide', '/provide/new']) {
    if (path !== '/account') await open(page, path);
    await expect(page.getByRole('banner').getByRole('button', { name: /^Account/ })).toBeVisible();
    await expectFitsPhone(page, `${path}, connected`);
    await expectAccessible(page, `${path}, connected`);
  }
  await page
    .getByRole('banner')
    .getByRole('button', { name: /^Account/ })
    .click();
  await page.getByRole('button', { name: 'Disconnect' }).waitFor();
  await expectAccessible(page, 'account dialog');
});
