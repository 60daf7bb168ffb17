import type { Locator, Page } from '@playwright/test';
import { untilTold } from './fixtures/deal-page';
import { open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

/** Presses Tab until the element has the focus: it must come soon. */
async function tabTo(page: Page, target: Locator, most = 14): Promise<void> {
  await expect(target).toBeVisible();
  for (let count = 0; count < most; count += 1) {
    await page.keyboard.press('Tab');
    if (await target.evaluate((element) => element === document.activeElement)) return;
  }
  await expect(target, `within ${most} presses of Tab`).toBeFocused({ timeout: 1 });
}

const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('the first Tab offers to skip to the content', async ({ page }) => {
  await open(page, '/modules');
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: 'Skip to content' });
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
});

test('a run is bought by keyboard alone', async ({ page }) => {
  await open(page, '/modules/cowsay/run');
  await page.getByRole('main').focus();
  await tabTo(page, page.getByLabel('Message'));
  await page.keyboard.press('ControlOrMeta+A');
  await page.keyboard.type('No mouse');
  await tabTo(page, page.getByLabel('Eyes'), 1);
  await tabTo(page, page.getByLabel('Width of the bubble'), 1);
  await page.keyboard.press('Enter');

  const any = page.getByRole('radio', { name: 'Any provider that fits' });
  await tabTo(page, any);
  await page.keyboard.press('ArrowDown');
  await expect(any).not.toBeChecked();
  await tabTo(page, button(page, 'Choose protection'));
  await page.keyboard.press('Enter');

  await tabTo(page, page.getByRole('slider'));
  await page.keyboard.press('ArrowLeft');
  await expect(page.getByText('What the provider puts up: 197 times the price')).toBeVisible();
  await tabTo(page, page.getByRole('main').getByRole('button', { name: 'Review' }).last());
  await page.keyboard.press('Enter');

  await tabTo(page, button(page, 'Connect a wallet to buy'));
  await page.keyboard.press('Enter');
  const list = page.getByRole('dialog', { name: 'Connect a Wallet' });
  await tabTo(page, list.getByRole('button', { name: 'Development wallet' }));
  await page.keyboard.press('Enter');
  const buy = button(page, /^Sign and buy for up to/);
  await expect(buy).toBeEnabled();
  // The button that opened the wallet list may be gone when it closes: then Tab starts at the top.
  await tabTo(page, buy, 40);
  await page.keyboard.press('Enter');
  await page.waitForURL(/\/deals\/0x/, { timeout: 60_000 });
  await untilTold(page, 'Result sealed');
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
  await expect(page.getByRole('combobox', { name: /^Go to a page/ })).toBeFocused();
  await page.keyboard.type('cowsay');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/\/modules\/0x[0-9a-f]{64}/);
});
