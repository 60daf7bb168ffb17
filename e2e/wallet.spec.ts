import { expectAccessible } from './fixtures/audit-pages';
import { goToReview, signAndBuy } from './fixtures/buying';
import { fund, wealthOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { offerSilently } from './fixtures/silent-buyer';
import { expect, test } from './fixtures/story';

const RUN_COWSAY = '/modules/cowsay/run';

test('a wallet connects, is found again after a reload, and disconnects', async ({
  page,
  wallet,
}) => {
  await open(page, '/account');
  await expect(page.getByRole('main')).toContainText('Connect a wallet to');
  await connect(page, wallet.name);
  await expect(page.getByRole('main')).not.toContainText('Connect a wallet to');
  await page.reload();
  const account = page.getByRole('banner').getByRole('button', { name: /^Account 0x/ });
  await account.click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await expect(
    page.getByRole('banner').getByRole('button', { name: 'Connect wallet' }),
  ).toBeVisible();
});

test('a cancelled offer is gone at once, and so are all', async ({ page, wallet }) => {
  await fund(wallet.address);
  // Its buyer is no provider: nobody takes them.
  for (let count = 0; count < 3; count++) await offerSilently(wallet.account, wallet.address, 100);
  await open(page, '/account');
  await connect(page, wallet.name);
  const rows = page.getByRole('table', { name: 'My open offers' }).locator('tbody tr');
  await expect(rows).toHaveCount(3);
  // The market's answer stays as it was: what is gone is gone by what this page did itself.
  const address = `/api/v1/accounts/${wallet.address}`;
  const json: unknown = await (await page.request.get(address)).json();
  await page.route(`**${address}`, (route) => route.fulfill({ json }));
  await rows.first().getByRole('button', { name: 'Cancel' }).click();
  await expect(rows).toHaveCount(2);
  await page.getByRole('button', { name: 'Cancel all 2' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel all' }).click();
  await expect(page.getByText('No open offer')).toBeVisible();
});

test('a rejected signature costs nothing and loses nothing', async ({ page, wallet }) => {
  await fund(wallet.address);
  const before = await wealthOf(wallet.address);
  await open(page, RUN_COWSAY);
  await connect(page, wallet.name);
  await page.getByLabel('Message').fill('Twice thought over');
  await goToReview(page);
  const buy = page.getByRole('button', { name: /^Sign and buy for up to/ });
  const declined = page.getByRole('alert').filter({ hasText: 'You declined in your wallet.' });

  wallet.rejectNext();
  await buy.click();
  await expect(declined).toContainText('Nothing was sent.');
  expect(wallet.prompts.at(-1)).toBe('eth_signTypedData_v4');
  expect(await wealthOf(wallet.address)).toBe(before);

  // The form is as it was, and the same purchase goes through.
  await page.getByRole('button', { name: /What$/ }).click();
  await expect(page.getByLabel('Message')).toHaveValue('Twice thought over');
  await goToReview(page);
  await expect(declined).toBeHidden();
  await signAndBuy(page);
});

test('a wallet that is locked or does not answer keeps nobody waiting, and signs nothing late', async ({
  page,
  wallet,
}) => {
  await page.clock.install();
  await fund(wallet.address);
  await open(page, RUN_COWSAY);
  await connect(page, wallet.name);
  await goToReview(page);
  const buy = page.getByRole('button', { name: /^Sign and buy for up to/ });

  wallet.lock();
  await buy.click();
  const locked = page.getByRole('alert').filter({ hasText: 'does not let this page use' });
  await expect(locked).toContainText('unlock it');
  wallet.unlock();
  // Moved to another network and back: what was wrong before is over.
  await wallet.switchChain(1);
  await expect(page.getByRole('alert').filter({ hasText: 'on another network' })).toBeVisible();
  await expect(locked).toBeHidden();
  await wallet.switchChain(31_337);
  await expect(buy).toBeVisible();
  await expect(locked).toBeHidden();

  const posts: string[] = [];
  page.on('request', (request) => {
    if (request.method() === 'POST' && request.url().endsWith('/job-offers')) {
      posts.push(request.url());
    }
  });
  const answer = wallet.neverAnswer();
  await buy.click();
  const stop = page.getByRole('button', { name: 'Stop waiting for the wallet' });
  await expect(stop).toBeVisible();
  await page.clock.fastForward(31_000);
  const slow = page.getByRole('alert').filter({ hasText: 'has not answered for half a minute' });
  await expect(slow).toContainText('its window may be behind this one');
  await expectAccessible(page, 'a wallet that does not answer');
  await stop.click();
  await expect(
    page.getByRole('alert').filter({ hasText: 'You stopped waiting for your wallet.' }),
  ).toBeVisible();
  answer();
  await expect(buy).toBeEnabled();
  expect(posts).toEqual([]);
  await signAndBuy(page);
  expect(posts).toHaveLength(1);
});

test('a wallet on another chain is told so and switched', async ({ page, wallet }) => {
  await open(page, RUN_COWSAY);
  await connect(page, wallet.name);
  await goToReview(page);
  await wallet.switchChain(1);
  const warning = page.getByRole('alert').filter({ hasText: 'on another network' });
  await expect(warning).toContainText('chain 31337');
  await expect(page.getByRole('button', { name: /^Sign and buy/ })).toBeHidden();
  await warning.getByRole('button', { name: 'Switch to Development chain' }).click();
  await expect(warning).toBeHidden();
  await expect(page.getByRole('button', { name: /^Sign and buy/ })).toBeVisible();
});

test('an empty wallet is told how much is missing and where to get it', async ({
  page,
  wallet,
}) => {
  await open(page, RUN_COWSAY);
  await connect(page, wallet.name);
  await goToReview(page);
  await expect(page.getByText(/^Your wallet is [\d.]+ tUSD short$/)).toBeVisible();
  const buy = page.getByRole('button', { name: /^Sign and buy/ });
  await expect(buy).toBeDisabled();
  await page.getByRole('button', { name: 'Get test tUSD' }).click();
  await expect(buy).toBeEnabled();
});
