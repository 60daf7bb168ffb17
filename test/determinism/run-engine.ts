import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import type { Browser } from '@playwright/test';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../find-chromium';
import type { PortableCase } from './case-file';
import type { Engine } from './engines';
import type { CaseLine } from './run-case';

export interface EngineRun {
  readonly engine: Engine;
  /** As the engine says. */
  readonly version: string;
  readonly lines: readonly CaseLine[];
  /** Cases on which it crashed: they came to nothing that could be compared. */
  readonly lost?: readonly string[];
  readonly seconds: number;
  /** Why it did not come to the end. */
  readonly trouble?: string;
}

export interface Scripts {
  /** A path. */
  readonly node: string;
  /** Its text. */
  readonly worker: string;
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
/**
 * Of all cases, those on which the browser may crash: more, and it compares nothing. Chromium 147 in
 * a container was seen to: a few accesses outside of memory end in SIGSEGV there, with either
 * compiler, where V8 should have caught it and made a trap.
 */
const MOST_LOST = 0.08;
/** What a page gets to run, then it and its process make way for the next. */
const CASES_A_PAGE = 50;

/** Runs the cases, a line of JSON each, in Web Workers of pages under the site's own policy. */
export async function runInBrowser(
  engine: Engine,
  scripts: Scripts,
  cases: readonly string[],
): Promise<EngineRun> {
  const started = Date.now();
  const { executablePath, env } = findChromium();
  const browser = await chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [...CHROMIUM_FLAGS, ...engine.flags],
  });
  const server = await serve(scripts.worker, cases);
  const site = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  const lines: CaseLine[] = [];
  const lost: string[] = [];
  let trouble: string | undefined;
  try {
    for (let from = 0; from < cases.length && trouble === undefined; ) {
      const to = Math.min(cases.length, from + CASES_A_PAGE);
      const before = lines.length;
      const why = await runInPage(browser, site, { from, to }, lines);
      from += lines.length - before;
      if (why === undefined) continue;
      // Whoever follows the last one heard of may have been run: only the first is surely at fault.
      if (!CRASHED.test(why)) trouble = why;
      else if (lines.length === before) {
        lost.push((JSON.parse(cases[from]!) as PortableCase).name);
        from++;
      }
      if (lost.length > Math.max(1, MOST_LOST * cases.length))
        trouble = `${why}, on ${lost.join(', ')}`;
    }
    const seconds = (Date.now() - started) / 1000;
    const version = `Chromium ${browser.version()}`;
    return { engine, version, lines, lost, seconds, ...(trouble === undefined ? {} : { trouble }) };
  } finally {
    await browser.close();
    server.close();
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

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

/** The page, its worker, and each case at /case/<its place>. */
async function serve(worker: string, cases: readonly string[]): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', POLICY);
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const [type, text] =
      pathname === '/worker.js'
        ? ['text/javascript', worker]
        : pathname.startsWith('/case/')
          ? ['application/json', cases[Number(pathname.slice('/case/'.length))] ?? 'null']
          : ['text/html', '<!doctype html>'];
    response.setHeader('content-type', `${type}; charset=utf-8`).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
