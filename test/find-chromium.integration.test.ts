import { chromium as playwright } from '@playwright/test';
import { describe, expect, it } from 'vitest';
import { bundledChromium, CHROMIUM_FLAGS, type Chromium, findChromium } from './find-chromium';

async function widthOfText({ executablePath, env }: Chromium): Promise<number> {
  const browser = await playwright.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [...CHROMIUM_FLAGS],
  });
  try {
    const page = await browser.newPage();
    await page.setContent('<span id="a">Reckon</span>');
    const box = await page.locator('#a').boundingBox();
    const hasWasm = await page.evaluate(() => typeof WebAssembly.instantiate === 'function');
    expect(hasWasm).toBe(true);
    return box?.width ?? 0;
  } finally {
    await browser.close();
  }
}

describe('findChromium', () => {
  it('runs the browser of the npm package, which needs nothing from the system', async () => {
    const bundled = bundledChromium();
    expect(await widthOfText(bundled)).toBeGreaterThan(10);
    const withAllExtras = {
      LD_LIBRARY_PATH: bundled.executablePath.replace(/chromium$/, 'al2023/lib'),
    };
    expect(await widthOfText({ ...bundled, env: withAllExtras })).toBeGreaterThan(10);
  });

  it('takes CHROME_PATH first and refuses one that is not there', () => {
    expect(findChromium({ CHROME_PATH: process.execPath }).executablePath).toBe(process.execPath);
    expect(() => findChromium({ CHROME_PATH: '/nowhere/chrome' })).toThrow('/nowhere/chrome');
    expect(findChromium({ PATH: '/nowhere' }).executablePath).toContain('.cache/reckon/chromium-');
  });
});
