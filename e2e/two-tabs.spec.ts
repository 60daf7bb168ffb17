import type { Page } from '@playwright/test';
import { goToReview, signAndBuy } from './fixtures/buying';
import { timeline, untilTold } from './fixtures/deal-page';
import { fund } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const accept = (tab: Page) => tab.getByRole('button', { name: 'Accept the result' });

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

  await buyUntilClear(page);
  const { pathname } = new URL(page.url());
  await other.locator(`main a[href="${pathname}"]`).first().click({ timeout: 60_000 });
  await untilTold(other, 'Result sealed');
  await expect(accept(other)).toBeVisible();
  await accept(page).click();
  await untilTold(other, /^Accepted/);
  await expect(accept(other)).toBeHidden();
  await expect(accept(page)).toBeHidden();
});

/** One deal in a few dozen is audited, as it should be, and has nothing to accept: then another one. */
async function buyUntilClear(page: Page): Promise<void> {
  for (let tries = 1; tries <= 3; tries += 1) {
    await goToReview(page);
    await signAndBuy(page);
    await untilTold(page, 'Result sealed');
    const audited = timeline(page).getByText('The draw hit', { exact: true });
    await expect(accept(page).or(audited)).toBeVisible({ timeout: 60_000 });
    if (await accept(page).isVisible()) return;
    await open(page, '/modules/cowsay/run');
  }
  throw new Error('Three deals in a row were drawn, which one in ten thousand times may be.');
}
