import type { Page } from '@playwright/test';
import { open } from './fixtures/pages';
import { expect, test } from './fixtures/story';

const choose = (page: Page, name: string, bytes: number) =>
  page
    .getByLabel('Picture')
    .setInputFiles({ name, mimeType: 'image/png', buffer: Buffer.alloc(bytes) });

test('a file that is too large, empty or missing is refused before anything is sent', async ({
  page,
}) => {
  await open(page, '/modules/upscale/run');
  const next = page.getByRole('button', { name: 'Choose where it runs' });
  const complaint = page.getByRole('main').getByRole('alert');
  await next.click();
  await expect(complaint).toHaveText('Choose a file.');
  await expect(page.getByLabel('Picture')).toBeFocused();
  await choose(page, 'huge.png', 5 * 1024 * 1024);
  await expect(complaint).toHaveText(/too large: 5,242,880 bytes, at most 4,194,304/);
  await next.click();
  await expect(page.getByLabel('Picture')).toHaveAttribute('aria-invalid', 'true');
  await choose(page, 'empty.png', 0);
  await expect(complaint).toHaveText('This file is empty.');
  await choose(page, 'small.png', 100);
  await expect(complaint).toBeHidden();
});

test('wrong values are named beside their field', async ({ page }) => {
  await open(page, '/modules/cowsay/run');
  await page.getByLabel('Message').fill('');
  await page.getByLabel('Width of the bubble').fill('500');
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await expect(page.getByRole('main').getByRole('alert')).toHaveText([
    'Message is needed.',
    'At most 120.',
  ]);
  await expect(page.getByLabel('Message')).toBeFocused();
});

test('what was typed outlasts Back, another page and a reload', async ({ page }) => {
  await open(page, '/modules/upscale');
  await page.getByRole('link', { name: 'Run it' }).first().click();
  const picture = page.getByLabel('Picture');
  await picture.setInputFiles('modules/upscale/example/hibiscus.png');
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await page.getByRole('button', { name: 'Choose protection' }).click();
  await expect(page.getByRole('group', { name: 'Protection' })).toBeVisible();
  await page.goBack();
  await expect(page.getByRole('group', { name: 'Where' })).toBeVisible();
  await page.goForward();
  await expect(page.getByRole('group', { name: 'Protection' })).toBeVisible();
  for (let step = 0; step < 3; step++) await page.goBack();
  await expect(page).toHaveURL(/\/modules\/[^/]*$/);
  await page.goForward();
  await expect(page.getByText('hibiscus.png')).toBeVisible();
  await page.reload();
  await expect(page.getByText('You had chosen hibiscus.png.')).toBeVisible();

  await open(page, '/modules/cowsay/run');
  await page.getByLabel('Message').fill('typed by hand');
  await page.reload();
  await expect(page.getByLabel('Message')).toHaveValue('typed by hand');
});

test('Forward leads past no inputs that were changed behind Back', async ({ page }) => {
  await open(page, '/modules/cowsay/run');
  await page.getByLabel('Message').fill('right');
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await expect(page.getByRole('group', { name: 'Where' })).toBeVisible();
  await page.goBack();
  await page.getByLabel('Message').fill('');
  await page.goForward();
  await expect(page).toHaveURL(/step=2/);
  await expect(page.getByLabel('Message')).toBeVisible();
  await expect(page.getByRole('group', { name: 'Where' })).toBeHidden();
  await page.getByLabel('Message').fill('right again');
  await page.getByRole('button', { name: 'Choose where it runs' }).click();
  await expect(page.getByRole('group', { name: 'Where' })).toBeVisible();
});

test('what does not exist is said to be missing', async ({ page }) => {
  const answer = await page.goto('/modules/no-such-module');
  expect(answer?.status()).toBe(404);
  await expect(page.getByRole('main')).toContainText(/not|nothing/i);
  for (const kind of ['deals', 'disputes']) {
    const unknown = await page.goto(`/${kind}/0x${'12'.repeat(32)}`);
    expect(unknown?.status()).toBe(404);
    await expect(page.getByText('This deal is not known here')).toBeVisible();
    const malformed = await page.goto(`/${kind}/0x12`);
    expect(malformed?.status()).toBe(404);
    await expect(page.getByText('There is nothing at this address')).toBeVisible();
  }
  for (const agent of [`0x${'12'.repeat(20)}`, '0x12', 'no-address']) {
    const missing = await page.goto(`/provide/${agent}`);
    expect(missing?.status()).toBe(404);
    await expect(page.getByText('There is nothing at this address')).toBeVisible();
  }
});

test('a path that the API does not have answers programs as JSON', async ({ request }) => {
  for (const method of ['GET', 'POST', 'DELETE']) {
    const answer = await request.fetch('/api/v1/nothing/here', { method });
    expect(answer.status()).toBe(404);
    expect(await answer.json()).toMatchObject({ error: { code: 'no-such-path' } });
  }
});

test('a link says that its page comes while the server is slow', async ({ page }) => {
  await open(page, '/deals');
  const deal = page.locator('main a[href^="/deals/0x"]').first();
  const address = await deal.getAttribute('href');
  let answer = () => {};
  const answered = new Promise<void>((resolve) => {
    answer = resolve;
  });
  await page.route(`**${address}?_rsc=*`, async (route) => {
    await answered;
    await route.continue();
  });
  const going = page.locator('[data-going]');
  await expect(going).toHaveCount(0);
  await deal.click();
  await expect(going).toHaveCount(1);
  answer();
  await expect(page).toHaveURL(`${address}`);
  await expect(going).toHaveCount(0);
});

test('a page whose server goes away says so, and comes back by itself', async ({ page }) => {
  await open(page, '/deals');
  await page.locator('main a[href^="/deals/0x"]').first().click();
  await expect(page.getByRole('tab', { name: 'Raw' })).toBeVisible();
  await page.route('**/{_next,api}/**', (route) => route.abort('connectionrefused'));
  await page.getByRole('tab', { name: 'Raw' }).click();
  // Not the browser's announcer of routes, which says the title too.
  const said = page.getByRole('main').getByRole('alert');
  await expect(said).toContainText('loads again by itself');
  await page.unroute('**/{_next,api}/**');
  await expect(page.getByRole('tabpanel', { name: 'Raw' })).toContainText('dealId', {
    timeout: 60_000,
  });
});
