import { defineConfig, devices } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from './test/find-chromium';

const chromium = findChromium();
const stack = process.env.RECKON_E2E_STACK;

/** Stories in a real browser against the whole market, which e2e/global-setup.ts starts. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/browser',
  globalSetup: './e2e/global-setup.ts',
  fullyParallel: false,
  workers: 2,
  retries: 0,
  timeout: 300_000,
  expect: { timeout: 15_000 },
  forbidOnly: process.env.CI !== undefined,
  reporter: [['line']],
  use: {
    ...devices['Desktop Chrome'],
    ...(stack ? { baseURL: (JSON.parse(stack) as { url: string }).url } : {}),
    actionTimeout: 30_000,
    trace: 'retain-on-failure',
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: chromium.executablePath,
      args: [...CHROMIUM_FLAGS],
      env: { ...(process.env as Record<string, string>), ...chromium.env },
    },
  },
});
