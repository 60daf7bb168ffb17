import { readFileSync } from 'node:fs';
import { goToReview, signAndBuy } from './fixtures/buying';
import { readResult, untilTold } from './fixtures/deal-page';
import { fund, moduleIdOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const PICTURE = readFileSync('modules/image/example/marbles.jpg');

test('a buyer gives one module many pictures and opens one of the results', async ({
  page,
  wallet,
}) => {
  await fund(wallet.address);
  await open(page, `/modules/${await moduleIdOf('image')}/run`);
  await connect(page, wallet.name);
  await page.getByLabel('Picture').setInputFiles([
    { name: 'b.jpg', mimeType: 'image/jpeg', buffer: PICTURE },
    { name: 'a.jpg', mimeType: 'image/jpeg', buffer: PICTURE },
    { name: 'broken.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('no picture') },
  ]);
  await expect(page.getByText('3 files, each becomes one run')).toBeVisible();
  await expect(page.getByText('for 3 runs')).toBeVisible();
  await goToReview(page);
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByText('3 of 3 items, 1 failed')).toBeVisible();
  await page.getByRole('button', { name: 'a.jpg' }).click();
  await expect(page.getByRole('img', { name: 'Picture' })).toBeVisible();
  await page.getByLabel('Failed only').check();
  await expect(page.getByText('1 of 3 items, 1 failed')).toBeVisible();
  await expect(page.getByRole('button', { name: 'broken.jpg' })).toBeVisible();
  await expect(page.getByText('Exit code 1')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Download all' }).click();
  expect((await download).suggestedFilename()).toBe('result.zip');
});
