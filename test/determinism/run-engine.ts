import { spawn } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createInterface } from 'node:readline';
import { chromium } from '@playwright/test';
import { CHROMIUM_FLAGS, findChromium } from '../find-chromium';
import type { Engine } from './engines';
import type { CaseLine } from './run-case';

export interface EngineRun {
  readonly engine: Engine;
  /** As the engine says. */
  readonly version: string;
  readonly lines: readonly CaseLine[];
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

/** Runs the cases in a Web Worker of a page under the site's own policy. */
export async function runInBrowser(
  engine: Engine,
  scripts: Scripts,
  cases: string,
): Promise<EngineRun> {
  const started = Date.now();
  const { executablePath, env } = findChromium();
  const browser = await chromium.launch({
    executablePath,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [...CHROMIUM_FLAGS, ...engine.flags],
  });
  const server = await serve(scripts.worker, cases);
  try {
    const page = await browser.newPage();
    const lines: CaseLine[] = [];
    await page.exposeFunction('say', (line: CaseLine) => void lines.push(line));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    const trouble = await page.evaluate(
      () =>
        new Promise<string | undefined>((resolve) => {
          const { say } = globalThis as unknown as { say: (line: unknown) => Promise<void> };
          const worker = new Worker('/worker.js', { type: 'module' });
          let said: Promise<unknown> = Promise.resolve();
          worker.onmessage = ({ data }) => {
            if (data !== null) said = Promise.all([said, say(data)]);
            else said.then(() => resolve(undefined)).catch((error) => resolve(String(error)));
          };
          worker.onerror = ({ message }) => resolve(`the worker failed: ${message}`);
        }),
    );
    const seconds = (Date.now() - started) / 1000;
    const version = `Chromium ${browser.version()}`;
    return { engine, version, lines, seconds, ...(trouble === undefined ? {} : { trouble }) };
  } finally {
    await browser.close();
    server.close();
  }
}

const POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'";

async function serve(worker: string, cases: string): Promise<Server> {
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', POLICY);
    const [type, text] =
      request.url === '/worker.js'
        ? ['text/javascript', worker]
        : request.url === '/cases'
          ? ['application/x-ndjson', cases]
          : ['text/html', '<!doctype html>'];
    response.setHeader('content-type', `${type}; charset=utf-8`).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
