import { formatAmount } from '../lib/shared/amount.view';
import { goToReview, signAndBuy } from './fixtures/buying';
import { checkInBrowser, dispute, netOf, untilTold } from './fixtures/deal-page';
import {
  addressOfProvider,
  fund,
  moduleIdOf,
  moneyOf,
  setCheating,
  wealthOf,
} from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test.afterEach(() => setCheating('provider-3', false));

test('a cheat is found in the browser, disputed, overturned and paid for', async ({
  page,
  wallet,
}) => {
  await open(page, '/provide');
  await page.getByRole('switch', { name: 'provider-3 makes its results up' }).click();
  await expect(page.getByText('Cheating', { exact: true })).toBeVisible();
  await fund(wallet.address);
  const before = await wealthOf(wallet.address);
  await open(page, `/modules/${await moduleIdOf('cowsay')}/run`);
  await connect(page, wallet.name);
  await goToReview(page, { provider: addressOfProvider('provider-3'), mediators: 3 });
  const dealId = await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await checkInBrowser(page, 'Different');
  await expect(page.getByText(/^The first difference is in /)).toBeVisible();
  // What was found stays while another part is looked at.
  await page.getByRole('tab', { name: 'Overview' }).click();
  await page.getByRole('tab', { name: 'Verification' }).click();
  await expect(page.getByText(/^The first difference is in /)).toBeVisible();
  await dispute(page);

  await page.getByRole('link', { name: 'Panel and verdict' }).click();
  await expect(page).toHaveURL(`/disputes/${dealId}`);
  await untilTold(page, '3 mediators seated');
  await untilTold(page, 'Verdict: overturned');
  await expect(page.getByText('In the majority')).toHaveCount(3);
  await untilTold(page, 'Overturned: the provider lost its lock');
  await expect(page.getByText(/outputs differ\.$/)).toBeVisible();

  await page.locator('main a[href^="/mediators/"]').first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Mediator' })).toBeVisible();
  const seat = page.getByRole('row').filter({ hasText: dealId.slice(0, 6) });
  await expect(seat).toContainText('With the majority');
  await page.goBack();

  const { price } = await moneyOf(dealId);
  expect(await wealthOf(wallet.address)).toBe(before + price);
  await page.getByRole('link', { name: 'The deal', exact: true }).click();
  await expect(await netOf(page, 'Buyer')).toHaveText(`+${formatAmount(price)}`);
  await expect(await netOf(page, 'Provider')).toHaveText(/^−/);
});
