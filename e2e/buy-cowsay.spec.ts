import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/audit-pages';
import { goToReview, signAndBuy } from './fixtures/buying';
import { acceptOrAwaitAudit, readResult, untilTold } from './fixtures/deal-page';
import { fund, moduleIdOf, moneyOf, wealthOf } from './fixtures/market';
import { connect, open, pickWallet } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('a newcomer without a wallet has a first result within a minute', async ({ page }) => {
  const opened = Date.now();
  const refused: string[] = [];
  await page.exposeFunction('tellRefused', (what: string) => void refused.push(what));
  await page.addInitScript(() => {
    const { tellRefused } = globalThis as unknown as { tellRefused: (what: string) => void };
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
      tellRefused(`${violatedDirective} ${blockedURI}`),
    );
  });
  await open(page, '/');
  await page.getByRole('link', { name: 'Run your first job' }).click();
  // Whatever an output holds is shown and never run.
  await page.getByLabel('Message').fill('<script>ran=1</script>');
  await goToReview(page);
  await page.getByRole('button', { name: 'Connect a wallet to buy' }).click();
  await pickWallet(page, 'Development wallet');
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByRole('region', { name: 'The cow' })).toContainText(
    '<script>ran=1</script>',
  );
  expect(await page.evaluate(() => 'ran' in window)).toBe(false);
  expect(Date.now() - opened).toBeLessThan(60_000);
  expect(refused, 'what the policy of the pages refused').toEqual([]);
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
  await shareAndTakeBack(page);
  await page.getByRole('tab', { name: 'Logs' }).click();
  await page.getByRole('searchbox', { name: 'Search the logs' }).fill('(^^)');
  await expect(page.getByRole('status').filter({ hasText: /^1 of \d+ lines$/ })).toBeVisible();
  await acceptOrAwaitAudit(page);
  const { price, toProvider } = await moneyOf(dealId);
  expect(price).toBeGreaterThan(0n);
  expect(toProvider).toBeGreaterThan(price);
  expect(before - (await wealthOf(wallet.address))).toBeGreaterThanOrEqual(price);

  await page.getByRole('tab', { name: 'Verification' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Sign and download the receipt' }).click();
  const receipt = readFileSync(await (await download).path(), 'utf8');
  await page.getByRole('link', { name: 'Run again' }).click();
  await page.getByRole('button', { name: 'Fill in its inputs' }).click();
  await expect(page.getByLabel('Eyes')).toHaveValue('^^');
  await open(page, '/receipts');
  await giveReceipt(page, receipt);
  await expect(page.getByText('Consistent; not yet compared with the chain')).toBeVisible();
  await page.getByRole('button', { name: 'Compare with the chain' }).click();
  await expect(page.getByText('It holds, and the chain says the same')).toBeVisible();
  await giveReceipt(page, receipt.replace('"exitCode": 0', '"exitCode": 1'));
  await expect(page.getByText('Do not rely on this receipt')).toBeVisible();
});

async function giveReceipt(page: Page, text: string): Promise<void> {
  const file = { name: 'receipt.json', mimeType: 'application/json', buffer: Buffer.from(text) };
  await page.getByLabel('Receipt', { exact: true }).setInputFiles(file);
}

/** The buyer makes a link, a stranger reads by it, and cannot any more once it is taken back. */
async function shareAndTakeBack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Share', exact: true }).click();
  await page.getByRole('button', { name: 'Make a link' }).click();
  const link = await page.getByLabel('The link', { exact: true }).inputValue();
  await expectAccessible(page, 'share');
  const stranger = await page.context().browser()?.newPage();
  if (!stranger) throw new Error('There is no browser');
  await stranger.goto(link);
  await expect(stranger.getByRole('region', { name: 'The cow' })).toContainText('(^^)');
  await page.getByRole('button', { name: 'Take back' }).click();
  await expect(page.getByRole('list', { name: 'Links that work' })).toBeHidden();
  await stranger.reload();
  await expect(stranger.getByText('The buyer has taken this link back.')).toBeVisible();
  await stranger.close();
  await page.getByRole('button', { name: 'Close', exact: true }).click();
}
