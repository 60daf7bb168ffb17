import type { Page } from '@playwright/test';
import { expectAccessible } from './fixtures/audit-pages';
import { goToReview, signAndBuy } from './fixtures/buying';
import { readResult, untilTold } from './fixtures/deal-page';
import { fund } from './fixtures/market';
import { connect, open } from './fixtures/pages';
import { expect, test } from './fixtures/story';
import type { TestWallet } from './fixtures/wallet';

test('an author writes C in the page and publishes it; a buyer runs it as a form', async ({
  page,
  wallet,
}) => {
  await fund(wallet.address);
  await open(page, '/modules/new');
  const editor = page.getByRole('textbox', { name: 'Program in C' });
  await editor.and(page.locator('.cm-content')).waitFor();
  await editor.press('Control+a');
  await page.keyboard.insertText('#include <stdio.h>\nint main(void) { retrn 0; }\n');
  await page.getByRole('button', { name: 'Compile' }).click();
  await expect(page.getByText(/^Line 2: use of undeclared identifier/)).toBeVisible({
    timeout: 60_000,
  });
  await editor.press('Control+a');
  await page.keyboard.insertText(
    `#include <stdio.h>\n// ${wallet.address}\nint main(void) {\nFILE *job = fopen("/in/job.json", "r");\nif (job && fgetc(job) == '{') puts("made in a page");\nreturn 0;\n}\n`,
  );
  await page.getByRole('button', { name: 'Compile' }).click();
  await tryIt(page);
  await expect(page.getByText('made in a page')).toBeVisible();
  await describeIt(page, wallet, 'Made in a page', 'Says where it was made.');
  const asked = wallet.prompts.length;
  await page.getByRole('button', { name: 'Sign and publish' }).click();
  await page.waitForURL(/\/modules\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  expect(wallet.prompts.slice(asked)).toEqual(['eth_signTypedData_v4']);
  await expect(page.getByText('No maintainer endorses this module')).toBeVisible();
  await expect(page.locator('#certificate')).toContainText(/his market’s certifier/);

  await page.getByRole('link', { name: 'Run it' }).click();
  await expect(page.getByText('No maintainer endorses this module')).toBeVisible();
  await page.getByRole('button', { name: 'Fill in the example' }).click();
  await goToReview(page);
  await signAndBuy(page);
  await untilTold(page, 'Result sealed');
  await readResult(page);
  await expect(page.getByText('made in a page', { exact: true })).toBeVisible();
});

test('an author writes JavaScript in the page, which runs as it is, and publishes it', async ({
  page,
  wallet,
}) => {
  await open(page, '/modules/new');
  await page.getByText('Write JavaScript', { exact: true }).click();
  const editor = page.getByRole('textbox', { name: 'Program in JavaScript' });
  await editor.and(page.locator('.cm-content')).waitFor();
  await editor.press('Control+a');
  await page.keyboard.insertText(
    `// ${wallet.address}\nwriteText('said.txt', job.text.toUpperCase() + ' ' + job.times);\n`,
  );
  await page.getByRole('button', { name: 'Use this script' }).click();
  await tryIt(page);
  await expect(page.getByText('HELLO FROM MY OWN MODULE. 3')).toBeVisible();
  await describeIt(page, wallet, 'Loud in JavaScript', 'Says it louder.');
  await page.getByRole('button', { name: 'Sign and publish' }).click();
  await page.waitForURL(/\/modules\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Loud in JavaScript' })).toBeVisible();
});

test('an author compiles AssemblyScript in the page and publishes it', async ({ page, wallet }) => {
  await open(page, '/modules/new');
  await page.getByText('Write AssemblyScript', { exact: true }).click();
  const editor = page.getByRole('textbox', { name: 'Program in AssemblyScript' });
  await editor.and(page.locator('.cm-content')).waitFor();
  await editor.press('Control+Home');
  await page.keyboard.insertText(`// ${wallet.address}\n`);
  await page.getByRole('button', { name: 'Compile' }).click();
  await tryIt(page);
  await expect(page.getByText('3: Hello from my own module.')).toBeVisible();
  await describeIt(page, wallet, 'Lines in AssemblyScript', 'Repeats a line.');
  await page.getByRole('button', { name: 'Sign and publish' }).click();
  await page.waitForURL(/\/modules\/0x[0-9a-f]{64}$/, { timeout: 60_000 });
  await expect(page.getByRole('heading', { name: 'Lines in AssemblyScript' })).toBeVisible();
});

/** From a program that is ready to what a run of it gives. */
async function tryIt(page: Page): Promise<void> {
  await expect(page.getByText('The program is ready')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Try it' }).click();
  await page.getByRole('button', { name: 'Run it here' }).click();
  await expect(page.getByText('It completed')).toBeVisible({ timeout: 60_000 });
}

/** From there to the last step, signed in as the module's author. */
async function describeIt(
  page: Page,
  wallet: TestWallet,
  title: string,
  summary: string,
): Promise<void> {
  await page.getByRole('button', { name: 'Describe it' }).click();
  await page.getByLabel('Title', { exact: true }).fill(title);
  await page.getByLabel('Summary').fill(summary);
  await page.getByLabel('Author').fill(wallet.address);
  await page.getByRole('button', { name: 'Certify it' }).click();
  await page.getByRole('button', { name: /^Check and run/ }).click();
  await expect(page.getByText('Every check passed')).toBeVisible({ timeout: 60_000 });
  await page.getByRole('button', { name: 'Review' }).click();
  await connect(page, wallet.name);
}

test('an upload that is no program is refused in words, and one that is can be tried', async ({
  page,
}) => {
  await open(page, '/modules/new');
  await page.getByText('Upload a .wasm', { exact: true }).click();
  const program = page.getByRole('button', { name: 'Program', exact: true });
  const refused = page.getByRole('alert').filter({ hasText: 'module.wasm is not accepted' });
  const bytes = (size: number) => ({
    name: 'main.wasm',
    mimeType: 'application/wasm',
    buffer: Buffer.alloc(size),
  });
  await program.setInputFiles(bytes(10));
  await expect(refused).toContainText('not WebAssembly');
  await program.setInputFiles(bytes(33 * 1024 * 1024));
  await expect(refused).toContainText('larger than 32 MiB');
  await expect(page.getByRole('button', { name: 'Try it' })).toBeDisabled();
  await program.setInputFiles('modules/cowsay/module.wasm');
  await expect(page.getByText(/^The program is ready/)).toBeVisible();
  await expect(refused).toBeHidden();
  await expectAccessible(page, 'uploaded');
  await page.getByRole('button', { name: 'Try it' }).click();
  await expect(page.getByLabel('Files of the sample')).toBeAttached();
  await expectAccessible(page, 'sample inputs');
});
