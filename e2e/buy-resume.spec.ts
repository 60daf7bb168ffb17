import type { Page } from '@playwright/test';
import type { Hex } from 'viem';
import { getJson, postJson } from '../lib/shared/api.client';
import { expectAccessible, expectFitsPhone } from './fixtures/audit-pages';
import { offerBigMachine } from './fixtures/big-machine';
import { goToReview, signAndBuy } from './fixtures/buying';
import { fund } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { stack } from './fixtures/stack';
import { expect, test } from './fixtures/story';

const DEAL = /\/deals\/0x[0-9a-f]{64}$/;
const OFFERS = '**/api/v1/job-offers';
const sign = (page: Page) => page.getByRole('button', { name: /^Sign and buy for up to/ }).click();
const waitingIn = (page: Page) => new URL(page.url()).searchParams.get('waiting') as Hex | null;

/** What became of a job offer. */
const offerOf = (hash: Hex) =>
  getJson<{ state: { kind: string; dealId?: Hex } }>(`${stack().url}/api/v1/job-offers/${hash}`);

test('a purchase goes on after a reload and on another device, and is made once', async ({
  page,
  wallet,
  browser,
}) => {
  await fund(wallet.address);
  await open(page, '/modules/cowsay/run');
  await connect(page, wallet.name);
  await page.getByLabel('Message').fill('Still there');
  await goToReview(page);
  // The offer is signed, and its page goes away while it is on its way to the market.
  let body: unknown;
  await page.route(OFFERS, (route) => {
    body = route.request().postDataJSON();
  });
  await sign(page);
  await expect.poll(() => body, { timeout: 30_000 }).toBeDefined();
  await expect.poll(() => waitingIn(page)).toMatch(/^0x[0-9a-f]{64}$/);
  // Back leads to none of the steps now, and to no address that has lost the offer.
  const hash = waitingIn(page);
  await page.goBack();
  await expect(page).toHaveURL(/step=3/);
  await expect.poll(() => waitingIn(page)).toBe(hash);
  const waiting = page.url();
  const device = await browser.newPage();
  await page.reload();
  await device.goto(waiting);
  for (const tab of [page, device]) {
    await expect(tab.getByText('A solver matches it with a provider')).toBeVisible();
    await expect(tab.getByRole('button', { name: 'Choose where it runs' })).toBeHidden();
  }
  // Not sooner: what is held up would go on.
  await page.unroute(OFFERS);
  await postJson(`${stack().url}/api/v1/job-offers`, body);
  await Promise.all([page, device].map((tab) => tab.waitForURL(DEAL, { timeout: 60_000 })));
  expect(new URL(page.url()).pathname).toBe(new URL(device.url()).pathname);
  await device.close();

  // The market takes an offer, and its answer is lost.
  await open(page, '/modules/cowsay/run');
  await goToReview(page);
  let posts = 0;
  await page.route(OFFERS, async (route) => {
    posts += 1;
    await route.fetch();
    await route.abort();
  });
  await sign(page);
  await page.waitForURL(DEAL, { timeout: 60_000 });
  expect(posts).toBe(1);
});

test('what was chosen of a run outlasts a reload and another page, but not a link that asks otherwise', async ({
  page,
}) => {
  const next = (name: string) => page.getByRole('button', { name, exact: true }).click();
  const offers = page.getByRole('group', { name: 'Provider' }).getByRole('radio');
  const seats = page.getByRole('radio', { name: '3', exact: true });
  const penalty = page.getByRole('slider');
  const own = page.getByRole('checkbox', { name: /0x1212/ });
  await open(page, '/modules/cowsay/run');
  await page.getByLabel('Message').fill('Chosen with care');
  await next('Choose where it runs');
  await offers.nth(1).check();
  const chosen = await offers.nth(1).inputValue();
  await next('Choose protection');
  await page.getByRole('group', { name: 'Mediators on a panel' }).getByText('3').click();
  await expect(seats).toBeChecked();
  await penalty.press('ArrowLeft');
  const locked = await penalty.getAttribute('aria-valuenow');
  await page.getByText('Add a directory of your own').click();
  await page.getByLabel('Its address').fill(`0x${'12'.repeat(20)}`);
  await next('Add');
  await expect(own).toBeChecked();

  const isAsChosen = async () => {
    await next('Choose where it runs');
    await expect(page.locator(`input[value="${chosen}"]`)).toBeChecked();
    await next('Choose protection');
    await expect(seats).toBeChecked();
    await expect(penalty).toHaveAttribute('aria-valuenow', locked ?? '');
    await expect(own).toBeChecked();
  };
  await page.reload();
  await isAsChosen();
  await open(page, '/deals');
  await open(page, '/modules/cowsay/run');
  await isAsChosen();

  await open(page, '/modules/cowsay/run?need=theta:20');
  await next('Choose where it runs');
  await expect(offers.first()).toBeChecked();
  await next('Choose protection');
  await expect(seats).not.toBeChecked();
});

test('a buyer whose clock is late is told so, and not of an expiry that it never chose', async ({
  page,
  wallet,
}) => {
  await fund(wallet.address);
  await page.clock.setFixedTime(Date.now() - 3_600_000);
  await open(page, '/modules/cowsay/run');
  await connect(page, wallet.name);
  await goToReview(page);
  await sign(page);
  const told = page.getByRole('alert').filter({ hasText: 'Your offer had run out' });
  await expect(told).toContainText('this device’s clock');
  await expectFitsPhone(page, 'late clock');
});

test('the only provider goes after the signature: the buyer is told why nobody comes, changes what it signed, and buys once', async ({
  page,
  wallet,
}) => {
  await page.clock.install();
  await fund(wallet.address);
  const machine = await offerBigMachine(500_000);
  await open(page, '/modules/cowsay/run?need=memoryMiB:400000,reviewWindow:1');
  await connect(page, wallet.name);
  const changed = page.getByRole('list', { name: 'Changed by the link' });
  await expect(changed).toContainText('memory: 390.6 GiB, usually');
  await expectAccessible(page, 'changed by a link');
  await goToReview(page, { provider: machine.provider });
  await expect(page.getByText('You get only 1 s to look at the result')).toBeVisible();
  await expectFitsPhone(page, 'review');

  await sign(page);
  await expect(page.getByText('A solver matches it with a provider')).toBeVisible();
  await machine.withdraw();
  await page.clock.fastForward(61_000);
  const why = page.getByRole('alert').filter({ hasText: 'Nobody has matched your offer yet' });
  await expect(why).toContainText('No offer is open that could run it');
  await expect(page.getByRole('heading', { name: 'What you sign' })).toBeVisible();
  await expectAccessible(page, 'nobody matches');
  await expectFitsPhone(page, 'nobody matches');
  const first = waitingIn(page);
  if (!first) throw new Error('The address does not name the offer that waits');

  await why.getByRole('button', { name: 'Let any provider run it' }).click();
  await expect(page.getByText('What you signed before is still open')).toBeVisible();
  await changed.getByRole('button', { name: /^memory/ }).click();
  await changed.getByRole('button', { name: /^time to review/ }).click();
  await expect(changed).toBeHidden();
  const dealId = await signAndBuy(page);
  expect((await offerOf(first)).state).toEqual({ kind: 'nonce-taken', dealId });
});
