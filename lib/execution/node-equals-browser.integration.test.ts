import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CHROMIUM_FLAGS, findChromium } from '../../test/find-chromium';
import type { JobRequest } from './execute-job';
import { executeJob } from './execute-job';
import {
  assembleModule,
  br,
  call,
  EMPTY,
  END,
  F64,
  I32,
  I64,
  i32c,
  i64c,
  UNREACHABLE,
  V128,
} from './testing/assemble-module';
import type { PortableExecution, PortableJob } from './testing/browser-page';
import { portableExecution, portableFiles } from './testing/browser-page';
import { exampleJob } from './testing/example-job';
import { mapJob } from './testing/map-job';
import { randomProgram } from './testing/random-program';
import { testJob } from './testing/test-job';

/** The policy of the site's pages, as far as scripts and workers go. */
const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'";

async function startServer(): Promise<Server> {
  const root = join(import.meta.dirname, '../..');
  const { outputFiles } = await build({
    entryPoints: {
      worker: join(import.meta.dirname, 'job.worker.ts'),
      page: join(import.meta.dirname, 'testing/browser-page.ts'),
    },
    bundle: true,
    write: false,
    outdir: '/',
    format: 'esm',
    platform: 'browser',
    alias: { '@': root },
    logLevel: 'error',
  });
  const scripts = new Map(outputFiles.map(({ path, contents }) => [path, contents]));
  const server = createServer((request, response) => {
    response.setHeader('content-security-policy', POLICY);
    const script = scripts.get(request.url ?? '');
    if (script !== undefined) response.setHeader('content-type', 'text/javascript').end(script);
    else {
      response.setHeader('content-type', 'text/html');
      response.end('<!doctype html><script type="module" src="/page.js"></script>');
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

function portable({ moduleFiles, inputFiles, limits }: JobRequest): PortableJob {
  return {
    ...limits,
    fuelLimit: limits.fuelLimit.toString(),
    moduleFiles: portableFiles(moduleFiles),
    inputFiles: portableFiles(inputFiles),
  };
}

const recursion = (locals: number[]): JobRequest =>
  testJob(assembleModule({ functions: [{ locals, code: call(0) }] }));

const JOBS: readonly (readonly [string, () => JobRequest])[] = [
  ['cowsay', () => exampleJob('cowsay')],
  ['sqlite', () => exampleJob('sqlite')],
  ['upscale', () => exampleJob('upscale')],
  ['a map job', () => mapJob(['b', 'bad', 'a', 'slow', 'z'])],
  ['bad input', () => exampleJob('cowsay', { width: 'wide' })],
  [
    'an endless loop',
    () => testJob(assembleModule({ functions: [{ code: [0x03, EMPTY, br(0), END] }] })),
  ],
  ['a trap', () => testJob(assembleModule({ functions: [{ code: [UNREACHABLE] }] }))],
  ['recursion', () => recursion([])],
  ['recursion with locals', () => recursion(Array<number>(12).fill(I64))],
  ['recursion with wide frames', () => recursion(Array<number>(4_000).fill(F64))],
  ['recursion with vectors', () => recursion(Array<number>(1_000).fill(V128))],
  [
    'recursion with operands',
    () => {
      const operands = Array.from({ length: 300 }, () => i64c(1n));
      const code = [operands, call(0), Array<number>(300).fill(0x1a)];
      return testJob(assembleModule({ functions: [{ code }] }));
    },
  ],
  [
    'recursion with host calls',
    () => {
      const params = [I32, I32, I32, I32, I32, I64, I64, I32, I32];
      const imports = [{ name: 'path_open', params, results: [I32] }];
      const path = [...new TextEncoder().encode('in/files/../job.json')];
      const data = [{ at: 0, bytes: path }];
      const open = [i32c(3), i32c(0), i32c(0), i32c(path.length), i32c(0)];
      const code = [open, i64c(2n), i64c(0n), i32c(0), i32c(64), call(0), 0x1a, call(1)];
      return testJob(assembleModule({ imports, data, functions: [{ code }] }));
    },
  ],
  [
    'more memory than granted',
    () => testJob(assembleModule({ memory: { min: 1_000 }, functions: [{ code: [] }] })),
  ],
];

describe.each([
  ['as it comes', []],
  ['with the baseline compiler only', ['--js-flags=--liftoff-only']],
  ['with the optimising compiler only', ['--js-flags=--no-liftoff']],
])('a browser %s', (_name, flags) => {
  let server: Server;
  let run: (job: JobRequest) => Promise<PortableExecution | string>;
  let close: () => Promise<void>;
  const complaints: string[] = [];

  beforeAll(async () => {
    server = await startServer();
    const { executablePath, env } = findChromium();
    const browser = await chromium.launch({
      executablePath,
      env: { ...(process.env as Record<string, string>), ...env },
      args: [...CHROMIUM_FLAGS, ...flags],
    });
    const page = await browser.newPage();
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await page.goto(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
    await page.waitForFunction(() => 'runHere' in globalThis);
    run = (job) =>
      page.evaluate(
        (sent) =>
          (
            globalThis as unknown as { runHere: (job: unknown) => Promise<PortableExecution> }
          ).runHere(sent),
        portable(job),
      );
    close = () => browser.close();
  });

  afterAll(async () => {
    await close?.();
    server?.close();
  });

  it.each(JOBS)('finds what Node finds: %s', async (_job, make) => {
    const job = make();
    expect(await run(job)).toEqual(portableExecution(await executeJob(job)));
  });

  it('finds what Node finds: random programs', async () => {
    for (let seed = 1; seed <= 25; seed++) {
      const job = testJob(assembleModule(randomProgram(seed, { floats: true, references: true })));
      expect(await run(job), `seed ${seed}`).toEqual(portableExecution(await executeJob(job)));
    }
  });

  it('has nothing to complain of', () => {
    expect(complaints).toEqual([]);
  });
});
