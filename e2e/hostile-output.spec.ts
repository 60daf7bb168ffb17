import { goToReview, signAndBuy } from './fixtures/buying';
import { readResult, untilTold } from './fixtures/deal-page';
import { fund } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const SCRIPT = `
const chars = (text) => Uint8Array.from(text, (char) => char.charCodeAt(0));
const evil = '<script>window.wasRun = true</script><img src=x onerror="window.wasRun = true">';
writeText('page.html', '<!doctype html>' + evil);
writeText('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20" onload="parent.wasRun = true"><script>parent.wasRun = true</script><rect width="20" height="20"/></svg>');
writeBytes('broken.png', chars('\\x89PNG\\r\\n\\x1a\\n and no more'));
writeBytes('broken.ogg', chars('OggS and no more'));
writeText('deep.json', '['.repeat(10000) + ']'.repeat(10000));
writeText('a\\u202egnp.txt', evil);
console.log(evil);
`;

test('outputs that attack are shown, and nothing of them runs', async ({ page, wallet }) => {
  const said: string[] = [];
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => said.push(dialog.message())));
  page.on('pageerror', (error) => said.push(error.message));
  await fund(wallet.address);
  await open(page, '/modules/run-js/run');
  await connect(page, wallet.name);
  await page.getByLabel('Script').fill(SCRIPT);
  await goToReview(page);
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByText('<script>window.wasRun').first()).toBeVisible();
  await expect(page.getByRole('img', { name: 'out/drawing.svg' })).toBeVisible();
  const broken = page.getByRole('figure').filter({ hasText: /out\/broken/ });
  await broken.getByRole('button', { name: 'Draw it' }).click();
  await expect(broken).toHaveText([/This picture cannot be drawn/, /This sound cannot be played/]);
  await expect(page.getByText('out/a[U+202E]gnp.txt')).toBeVisible();
  const download = page.waitForEvent('download');
  await page.getByRole('link', { name: 'Download out/a[U+202E]gnp.txt' }).click();
  expect((await download).suggestedFilename()).toBe('agnp.txt');
  expect(await page.evaluate(() => 'wasRun' in window)).toBe(false);
  expect(said).toEqual([]);
});
