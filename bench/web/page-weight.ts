import { gzipSync } from 'node:zlib';
import type { Browser } from '@playwright/test';

/** Source addresses of the scripts that HTML names, but for those of browsers without modules. */
const SCRIPT = /<script\b(?![^>]*\bnomodule\b)[^>]*\bsrc="([^"]+)"/gi;

/**
 * The JavaScript of a first visit in kB (1,000 bytes) of gzip: every script that the served HTML names
 * and every one that is asked for before the window's load event.
 */
export async function weighPage(browser: Browser, url: string): Promise<number> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const scripts = new Set<string>();
  let isLoaded = false;
  page.on('load', () => {
    isLoaded = true;
  });
  page.on('request', (request) => {
    if (!isLoaded && request.resourceType() === 'script') scripts.add(request.url());
  });
  await page.goto(url, { waitUntil: 'load' });
  await context.close();
  const html = await (await fetch(url)).text();
  for (const [, source] of html.matchAll(SCRIPT)) {
    scripts.add(new URL((source ?? '').replaceAll('&amp;', '&'), url).href);
  }
  let bytes = 0;
  for (const script of scripts) {
    bytes += gzipSync(Buffer.from(await (await fetch(script)).arrayBuffer())).length;
  }
  return Math.round(bytes / 100) / 10;
}
