import { startAgent } from './fixtures/agent';
import { goToReview, signAndBuy } from './fixtures/buying';
import { acceptOrAwaitAudit, readResult, untilTold } from './fixtures/deal-page';
import { fund } from './fixtures/market';
import { connect, open, pickWallet } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('somebody lists a machine, and its agent serves a deal', async ({ page, wallet, browser }) => {
  await fund(wallet.address);
  const agent = await startAgent(`newcomer-${wallet.address.slice(2, 10).toLowerCase()}`);
  try {
    const { pathname, search } = new URL(agent.link);
    await open(page, pathname + search);
    await connect(page, wallet.name);
    await page.getByLabel('Price of a run').fill('0.0031');
    await page.getByLabel('and of 1 G fuel').fill('0.0051');
    await page.getByRole('button', { name: 'Sign the offer' }).click();
    const machines = page.getByRole('table', { name: 'Your machines' });
    await expect(page.getByText('The agent keeps the offer live.')).toBeVisible({
      timeout: 60_000,
    });

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

    const record = page.getByLabel('Your record as a provider');
    await expect(record).toContainText('+0.0031', { timeout: 30_000 });
    await machines.getByRole('button', { name: 'Take off' }).click();
    await expect(machines.getByRole('cell', { name: 'Cancelled', exact: true })).toBeVisible();
  } finally {
    await agent.stop();
  }
});
