import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Browser } from '@playwright/test';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../find-chromium';
import type { PortableCase } from './case-file';
import type { Engine } from './engines';
import type { CaseLine } from './run-case';
import type { PageScripts } from './serve-cases';
import { serveCases } from './serve-cases';

export interface EngineRun {
  readonly engine: Engine;
  /** As the engine says. */
  readonly version: string;
  readonly lines: readonly CaseLine[];
  readonly seconds: number;
  /** Opcodes that it works out wrongly where operands are constants, as it says itself. */
  readonly faulty?: readonly number[];
  /** Why it did not come to the end. */
  readonly trouble?: string;
}

export interface Scripts extends PageScripts {
  /** A path. */
  readonly node: string;
}

const LONGEST_MS = 30 * 60_000;

/** Runs the cases (lines of JSON; `casesPath` holds them all) on a Node. */
export async function runOnNode(
  engine: Engine & { readonly node: string },
  scripts: Scripts,
  casesPath: string,
): Promise<EngineRun> {
  const started = Date.now();
  const { node, flags, charging, tier } = engine;
  const child = spawn(node, [...flags, scripts.node, casesPath, charging, tier], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL',
  });
  const stop = (): void => void child.kill('SIGKILL');
  process.once('exit', stop);
  let complaint = '';
  child.stderr.on('data', (piece: Buffer) => {
    complaint = (complaint + piece.toString()).slice(-2_000);
  });
  const lines: CaseLine[] = [];
  const ended = new Promise<string | undefined>((resolve) => {
    child.on('error', ({ message }) => resolve(message));
    child.on('close', (code, signal) =>
      resolve(code === 0 ? undefined : `it ended with ${code ?? signal}: ${complaint.trim()}`),
    );
  });
  for await (const line of createInterface({ input: child.stdout })) {
    lines.push(JSON.parse(line) as CaseLine);
  }
  const trouble = await ended;
  process.removeListener('exit', stop);
  const version = await versionOf(node);
  const seconds = (Date.now() - started) / 1000;
  return { engine, version, lines, seconds, ...(trouble === undefined ? {} : { trouble }) };
}

async function versionOf(node: string): Promise<string> {
  const child = spawn(node, ['-p', 'JSON.stringify(process.versions)']);
  let said = '';
  for await (const piece of child.stdout) said += String(piece);
  const versions = JSON.parse(said) as { readonly v8: string; readonly node: string };
  return `${versions.v8.replace(/-node.*/, '')} (Node ${versions.node})`;
}

/** What Playwright says of a tab that is lost. */
const CRASHED = /Target crashed/;
/** What a page gets to run, then it and its process make way for the next. */
const CASES_A_PAGE = 50;

/** Runs the cases, a line of JSON each, in Web Workers of Chromium's pages, under the site's own policy. */
export async function runInBrowser(
  engine: Engine,
  scripts: Scripts,
  cases: readonly string[],
): Promise<EngineRun> {
  const started = Date.now();
  const { browser, version } = await launchBrowser(engine.flags);
  const server = await serveCases(scripts, cases);
  const lines: CaseLine[] = [];
  let trouble: string | undefined;
  let crashes = 0;
  try {
    while (lines.length < cases.length && trouble === undefined) {
      const from = lines.length;
      const to = Math.min(cases.length, from + CASES_A_PAGE);
      const why = await runInPage(browser, server.url, { from, to }, lines);
      // Whoever follows the last one heard of may have been run: a new page begins with it. One that
      // crashes a page of its own is at fault, and so is a browser that loses pages again.
      const isLost = why !== undefined && CRASHED.test(why);
      if (why === undefined || (isLost && lines.length > from && ++crashes === 1)) continue;
      const at = lines.length < to ? cases[lines.length] : undefined;
      trouble = at ? `${why}, on ${(JSON.parse(at) as PortableCase).name}` : why;
    }
    const seconds = (Date.now() - started) / 1000;
    return { engine, version, lines, seconds, ...(trouble === undefined ? {} : { trouble }) };
  } finally {
    await browser.close();
    server.close();
  }
}

/**
 * A Chromium that survives a program's access outside of its memory. V8 has the processor find such
 * accesses and makes traps of them in a signal handler; the build that packages carry installs none
 * and ends with SIGSEGV, so that one is told to check each access in code.
 */
async function launchBrowser(
  flags: readonly string[],
): Promise<{ readonly browser: Browser; readonly version: string }> {
  const { executablePath, env } = findChromium();
  const launch = (all: readonly string[]): Promise<Browser> =>
    chromium.launch({
      executablePath,
      env: { ...(process.env as Record<string, string>), ...env },
      args: [...CHROMIUM_FLAGS, ...(all.length === 0 ? [] : [`--js-flags=${all.join(' ')}`])],
    });
  const browser = await launch(flags);
  if (await survivesTrap(browser)) return { browser, version: `Chromium ${browser.version()}` };
  await browser.close();
  const checking = await launch([...flags, '--wasm-enforce-bounds-checks']);
  return { browser: checking, version: `Chromium ${checking.version()}, bounds checked in code` };
}

/** A module whose function loads what its argument points to, of a memory of one page. */
const LOADER = [
  [0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
  [1, 5, 1, 0x60, 1, 0x7f, 0],
  [3, 2, 1, 0],
  [5, 3, 1, 0, 1],
  [7, 5, 1, 1, 0x66, 0, 0],
  [10, 10, 1, 8, 0, 0x20, 0, 0x28, 2, 0, 0x1a, 0x0b],
].flat();

async function survivesTrap(browser: Browser): Promise<boolean> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    return await page.evaluate((bytes) => {
      const { exports } = new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array(bytes)));
      try {
        (exports.f as (at: number) => void)(0x10000);
        return false;
      } catch (error) {
        return error instanceof WebAssembly.RuntimeError;
      }
    }, LOADER);
  } catch {
    return false; // the page is gone
  } finally {
    await context.close().catch(() => {});
  }
}

/** @returns why the page did not come to the end of its cases */
async function runInPage(
  browser: Browser,
  site: string,
  { from, to }: { readonly from: number; readonly to: number },
  lines: CaseLine[],
): Promise<string | undefined> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    await page.exposeFunction('say', (line: CaseLine) => void lines.push(line));
    await page.goto(site);
    return await page.evaluate(
      (path) =>
        new Promise<string | undefined>((resolve) => {
          const { say } = globalThis as unknown as { say: (line: unknown) => Promise<void> };
          const worker = new Worker(path, { type: 'module' });
          let said: Promise<unknown> = Promise.resolve();
          worker.onmessage = ({ data }) => {
            if (data !== null) said = Promise.all([said, say(data)]);
            else said.then(() => resolve(undefined)).catch((error) => resolve(String(error)));
          };
          worker.onerror = ({ message }) => resolve(`the worker failed: ${message}`);
        }),
      `/worker.js?from=${from}&to=${to}`,
    );
  } catch (error) {
    return String(error).split('\n')[0];
  } finally {
    await context.close().catch(() => {}); // the browser is gone; the error tells
  }
}
