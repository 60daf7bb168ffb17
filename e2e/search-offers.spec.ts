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

test('where a browser lets nothing be copied, the whole value is shown to be selected', async ({
  page,
}) => {
  // As browsers do for pages that came over plain HTTP.
  await page.addInitScript(() =>
    Object.defineProperty(navigator, 'clipboard', { value: undefined }),
  );
  await open(page, '/offers');
  await page.getByRole('button', { name: 'Copy provider' }).first().click();
  await expect(page.getByText('Your browser does not let this page copy')).toBeVisible();
  await expect(page.getByText(/^0x[0-9a-fA-F]{40}$/)).toBeVisible();
});

test('a run whose link asks for a panel that no court has is offered the largest there is', async ({
  page,
}) => {
  await open(page, '/modules/cowsay/run?need=n:7');
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await page.getByRole('button', { name: 'Choose protection' }).click();
  await expect(page.getByRole('radio', { name: '5', exact: true })).toBeChecked();
});

test('directories that were chosen before the market’s was another do not end the run', async ({
  page,
}) => {
  const spoil = () => {
    const key = Object.keys(sessionStorage).find((one) => one.startsWith('reckon.choices.'));
    const kept = JSON.parse(sessionStorage.getItem(key ?? '') ?? '') as object;
    const directories = [`0x${'33'.repeat(20)}`];
    sessionStorage.setItem(key ?? '', JSON.stringify({ ...kept, directories }));
  };
  await open(page, '/modules/cowsay/run');
  await page.waitForFunction(() => Object.keys(sessionStorage).join().includes('reckon.choices.'));
  await page.evaluate(spoil);
  await open(page, '/modules/cowsay/run');
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await page.getByRole('button', { name: 'Choose protection' }).click();
  await expect(page.getByRole('checkbox', { name: /holds your inputs/ })).toBeChecked();
});
