import { formatAmount } from '../lib/shared/amount.view';
import { goToReview, signAndBuy } from './fixtures/buying';
import { checkInBrowser, dispute, netOf, untilTold } from './fixtures/deal-page';
import { addressOfProvider, fund, moduleIdOf, moneyOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('a buyer that disputes an honest result pays for it', async ({ page, wallet }) => {
  await fund(wallet.address);
  await open(page, `/modules/${await moduleIdOf('cowsay')}/run`);
  await connect(page, wallet.name);
  await goToReview(page, { provider: addressOfProvider('provider-1') });
  const dealId = await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await checkInBrowser(page, 'Equal');
  const disputed = await dispute(page);
  await untilTold(page, 'Verdict: upheld');
  await untilTold(page, 'Upheld: the provider was right');

  // Price, the mediator's fee of the same size, and with a dispute the price once more.
  const { price } = await moneyOf(dealId);
  const paid = disputed ? 3n * price : 2n * price;
  await expect(await netOf(page, 'Buyer')).toHaveText(formatAmount(-paid));
  await expect(await netOf(page, 'Provider')).toHaveText(
    `+${formatAmount(disputed ? 2n * price : price)}`,
  );
});
