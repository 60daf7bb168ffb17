import { open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

test('the first Tab offers to skip to the content', async ({ page }) => {
  await open(page, '/modules');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('keys lead to pages, and tell what they are', async ({ page }) => {
  await open(page, '/');
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys' })).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('g');
  await page.keyboard.press('o');
  await expect(page).toHaveURL('/offers');
  await page.keyboard.press('ControlOrMeta+K');
  await page.keyboard.type('cowsay');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/modules\/0x[0-9a-f]{64}/);
});
