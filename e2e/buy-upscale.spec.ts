import { readFileSync } from 'node:fs';
import { goToReview, signAndBuy } from './fixtures/buying';
import { acceptOrAwaitAudit, readResult, untilTold } from './fixtures/deal-page';
import { fund, moduleIdOf } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const PICTURE = 'modules/upscale/example/hibiscus.png';

test('a buyer uploads a picture and sees it twice as large', async ({ page, wallet }) => {
  await fund(wallet.address);
  await open(page, `/modules/${await moduleIdOf('upscale')}/run`);
  await connect(page, wallet.name);
  await page.getByLabel('Picture').setInputFiles(PICTURE);
  await expect(page.getByText('hibiscus.png')).toBeVisible();
  await goToReview(page);
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  const picture = page.getByRole('img', { name: 'Picture, twice as large' });
  await expect(picture).toBeVisible();
  const { width, height } = pngSizeOf(PICTURE);
  await expect(picture).toHaveJSProperty('naturalWidth', 2 * width);
  await expect(picture).toHaveJSProperty('naturalHeight', 2 * height);
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download Picture, twice as large' }).click();
  expect((await download).suggestedFilename()).toBe('picture.png');
  await acceptOrAwaitAudit(page);
});

/** Width and height stand in a PNG's first chunk. */
function pngSizeOf(file: string): { width: number; height: number } {
  const bytes = readFileSync(file);
  return { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20) };
}
