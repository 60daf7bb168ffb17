import { expectAccessible } from './fixtures/audit-pages';
import { open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('a search that nothing fits leads back to every offer', async ({ page }) => {
  await open(page, '/offers?module=cowsay&need=memoryMiB:900000');
  await expect(page.getByText('No offer fits')).toBeVisible();
  await expect(page.getByRole('button', { name: /^memory: 878.9 GiB/ })).toBeVisible();
  await expect(page.getByRole('button', { name: /^With .+ instead of 878.9 GiB/ })).toBeVisible();
  await expectAccessible(page, 'nothing fits');
  await page.getByRole('button', { name: 'Show every offer' }).click();
  await expect(page).toHaveURL(/\/offers$/);
  await expect(page.getByText('No offer fits')).toBeHidden();
  await expect(page.getByRole('link', { name: /^0x/ }).first()).toBeVisible();
});

test('a query that cannot be read says so to every part of the page, and is mended by a click', async ({
  page,
}) => {
  await open(page, '/offers?q=gpu.vrm%20%3E%3D%2024');
  await expect(page.getByText('The written query cannot be read.')).toBeVisible();
  await expect(page.getByText('No offers are looked for yet')).toBeVisible();
  await expect(page.getByText('none', { exact: true })).toHaveCount(0);
  await expect(page.getByLabel('VRAM, at least')).toBeDisabled();
  await expectAccessible(page, 'unreadable query');
  await page.getByRole('button', { name: 'Write gpu.vram' }).click();
  await expect(page.getByLabel('VRAM, at least')).toHaveValue('24');
  await expect(page.getByText('The written query cannot be read.')).toBeHidden();
});
