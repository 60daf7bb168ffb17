import { expectFitsPhone } from './fixtures/audit-pages';
import { goToReview, signAndBuy } from './fixtures/buying';
import { readResult, untilTold } from './fixtures/deal-page';
import { fund, moneyOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

test('on a phone: a buyer who looks at the result and then says nothing pays the price', async ({
  page,
  wallet,
}) => {
  await fund(wallet.address);
  // A short review, so that silence is soon over.
  await open(page, '/modules/cowsay/run?need=reviewWindow:5');
  await connect(page, wallet.name);
  await page.getByLabel('Message').fill('From a phone');
  await expectFitsPhone(page, 'inputs');
  await goToReview(page);
  await expectFitsPhone(page, 'review');
  const dealId = await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByRole('region', { name: 'The cow' })).toContainText('From a phone');
  await expectFitsPhone(page, 'result');
  await page.goto('about:blank');

  await expect(async () => {
    const { price, toProvider } = await moneyOf(dealId);
    expect(price).toBeGreaterThan(0n);
    expect(toProvider).toBeGreaterThan(price);
  }).toPass({ timeout: 90_000 });
  await open(page, `/deals/${dealId}`);
  await expect(page.getByRole('button', { name: 'Accept the result' })).toBeHidden();
});
