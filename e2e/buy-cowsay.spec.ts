import { goToReview, signAndBuy } from './fixtures/buying';
import { acceptOrAwaitAudit, readResult, untilTold } from './fixtures/deal-page';
import { fund, moduleIdOf, moneyOf, wealthOf } from './fixtures/market';
import { connect, open, pickWallet } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('a newcomer without a wallet has a first result within a minute', async ({ page }) => {
  const opened = Date.now();
  await open(page, '/');
  await page.getByRole('link', { name: 'Run your first job' }).click();
  await page.getByLabel('Message').fill('My first job!');
  await goToReview(page);
  await page.getByRole('button', { name: 'Connect a wallet to buy' }).click();
  await pickWallet(page, 'Development wallet');
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByRole('region', { name: 'The cow' })).toContainText('My first job!');
  expect(Date.now() - opened).toBeLessThan(60_000);
});

test('a buyer signs twice, needs no gas, and pays the price of the run', async ({
  page,
  wallet,
}) => {
  await fund(wallet.address);
  const before = await wealthOf(wallet.address);
  await open(page, `/modules/${await moduleIdOf('cowsay')}/run`);
  await connect(page, wallet.name);
  const asked = wallet.prompts.length;
  await page.getByRole('button', { name: 'Fill in the example' }).click();
  await page.getByLabel('Eyes').fill('^^');
  await goToReview(page);
  await expect(page.getByText('Two signatures')).toBeVisible();
  const dealId = await signAndBuy(page);
  expect(wallet.prompts.slice(asked)).toEqual(['eth_signTypedData_v4', 'eth_signTypedData_v4']);

  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByRole('region', { name: 'The cow' })).toContainText('(^^)');
  await acceptOrAwaitAudit(page);
  const { price, toProvider } = await moneyOf(dealId);
  expect(price).toBeGreaterThan(0n);
  expect(toProvider).toBeGreaterThan(price);
  expect(before - (await wealthOf(wallet.address))).toBeGreaterThanOrEqual(price);
});
