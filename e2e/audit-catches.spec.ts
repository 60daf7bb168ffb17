import { formatAmount } from '../lib/shared/amount.view';
import { netOf, untilTold } from './fixtures/deal-page';
import { fund, moneyOf, setCheating, wealthOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { buySilently } from './fixtures/silent-buyer';
import { expect, test } from './fixtures/story';

// Not the provider with the switch on its page: another story turns that one.
const CHEAT = 'provider-2';
test.afterEach(() => setCheating(CHEAT, false));

test('a draw catches the cheat while the buyer does nothing', async ({ page, wallet }) => {
  await setCheating(CHEAT, true);
  await fund(wallet.address);
  const before = await wealthOf(wallet.address);
  const dealId = await buySilently(wallet.account, { provider: CHEAT, auditBps: 10_000 });
  await open(page, `/deals/${dealId}`);
  await connect(page, wallet.name);
  await untilTold(page, 'The draw hit');
  await page.getByRole('tab', { name: 'Verification' }).click();
  await expect(page.getByText('It hit: mediators run the job again.')).toBeVisible();
  await expect(page.getByText(/mod 10,000 = [\d,]+ < 10,000/)).toBeVisible();
  await untilTold(page, 'Verdict: overturned');
  await untilTold(page, 'Overturned: the provider lost its lock');

  const { price } = await moneyOf(dealId);
  expect(await wealthOf(wallet.address)).toBe(before + price);
  await expect(await netOf(page, 'Buyer')).toHaveText(`+${formatAmount(price)}`);
});
