import { goToReview, signAndBuy } from './fixtures/buying';
import { timeline, untilTold } from './fixtures/deal-page';
import { fund } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('two tabs of one wallet: what is done in one, the other shows and does not offer again', async ({
  page,
  context,
  wallet,
}) => {
  await fund(wallet.address);
  await open(page, '/modules/cowsay/run');
  await connect(page, wallet.name);
  const other = await context.newPage();
  await open(other, `/deals?party=${wallet.address}`);
  await expect(
    other.getByRole('banner').getByRole('button', { name: /^Account 0x/ }),
  ).toBeVisible();

  await goToReview(page);
  const dealId = await signAndBuy(page);
  await other.locator(`main a[href="/deals/${dealId}"]`).first().click({ timeout: 60_000 });
  await untilTold(other, 'Result sealed');
  await untilTold(page, 'Result sealed');

  const accept = (tab: typeof page) => tab.getByRole('button', { name: 'Accept the result' });
  const audited = timeline(page).getByText('The draw hit', { exact: true });
  await expect(accept(page).or(audited)).toBeVisible({ timeout: 60_000 });
  // One deal in a few dozen is audited, as it should be: then neither tab offers to accept it.
  if (await accept(page).isVisible()) {
    await expect(accept(other)).toBeVisible();
    await accept(page).click();
    await untilTold(other, /^Accepted/);
  }
  await expect(accept(other)).toBeHidden();
  await expect(accept(page)).toBeHidden();
});
