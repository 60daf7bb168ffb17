import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createPublicClient, http } from 'viem';
import { afterAll, describe, expect, it } from 'vitest';
import { freePort } from '../scripts/start/ports.mjs';
import { removePostgres } from '../scripts/start/postgres.mjs';

const root = join(import.meta.dirname, '..');
const dataDir = mkdtempSync(join(tmpdir(), 'reckon-start-'));
chmodSync(dataDir, 0o755);

const children: ChildProcess[] = [];

interface Start {
  readonly process: ChildProcess;
  readonly said: () => string;
  readonly url: string;
  readonly ms: number;
}

/** Runs scripts/start.mjs until it says Ready. */
async function start(env: Record<string, string> = {}): Promise<Start> {
  const began = performance.now();
  const child = spawn(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, PORT: String(await freePort()), ...env, RECKON_DATA_DIR: dataDir },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  children.push(child);
  let said = '';
  const url = await new Promise<string>((resolve, reject) => {
    const hear = (piece: Buffer) => {
      said += piece.toString();
      const found = /Ready: (\S+)/.exec(said)?.[1];
      if (found) resolve(found);
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`start ended with ${code}: ${said}`)));
  });
  return { process: child, said: () => said, url, ms: performance.now() - began };
}

/** Pids of everything that the last start has started and that still runs. */
function childrenAlive(): number[] {
  const record = join(dataDir, 'processes.jsonl');
  const lines = existsSync(record) ? readFileSync(record, 'utf8').split('\n').filter(Boolean) : [];
  return lines.map((line) => (JSON.parse(line) as { add: number }).add).filter(isAlive);
}

/** A process that has ended but was not yet collected by its parent counts as gone. */
function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    return !/\) Z /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    child.once('exit', (code) => resolve(code));
  });

const market = () =>
  JSON.parse(readFileSync(join(dataDir, 'deployment-31337.json'), 'utf8')).market.toLowerCase();
const heightOf = (rpcUrl: string) =>
  createPublicClient({ transport: http(rpcUrl), cacheTime: 0 }).getBlockNumber();
const rpcUrl = () =>
  `http://127.0.0.1:${JSON.parse(readFileSync(join(dataDir, 'ports.json'), 'utf8')).chain}`;

afterAll(async () => {
  for (const child of children.filter(({ exitCode }) => exitCode === null)) child.kill('SIGKILL');
  for (let i = 0; i < 300 && childrenAlive().length > 0; i++) await sleep(100);
  removePostgres(join(dataDir, 'postgres'));
  rmSync(dataDir, { recursive: true, force: true });
});

describe('npm start', () => {
  it('stops in order, resumes with its state, and leaves nothing behind when killed', async () => {
    const first = await start();
    expect((await fetch(first.url)).status).toBe(200);
    const address = market();
    const height = await heightOf(rpcUrl());
    expect(childrenAlive().length).toBeGreaterThan(5);

    const stopping = ended(first.process);
    first.process.kill('SIGINT');
    expect(await stopping).toBe(0);
    expect(childrenAlive()).toEqual([]);
    const stops = [...first.said().matchAll(/stopped (\S+)/g)].map((match) => match[1]);
    expect(stops.slice(-2)).toEqual(['chain', 'postgres']);
    expect(stops.indexOf('web')).toBeLessThan(stops.indexOf('chain'));

    const second = await start();
    expect(second.said()).not.toContain('built');
    expect(second.ms).toBeLessThan(60_000);
    expect(second.url).toBe(first.url);
    expect(market()).toBe(address);
    expect(await heightOf(rpcUrl())).toBeGreaterThanOrEqual(height);

    // A second one in the same folder is turned away.
    const twice = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env: { ...process.env, RECKON_DATA_DIR: dataDir },
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    let refused = '';
    twice.stderr.on('data', (piece: Buffer) => {
      refused += piece.toString();
    });
    expect(await ended(twice)).toBe(1);
    expect(refused).toBe(
      `reckon: the market already runs here (process ${second.process.pid}): ${second.url}\n`,
    );

    second.process.kill('SIGKILL');
    await expect.poll(childrenAlive, { timeout: 30_000 }).toEqual([]);
  }, 600_000);

  it.each([
    ['DATABASE_URL', 'mysql://root@localhost/x', 'DATABASE_URL must look like postgres://'],
    [
      'DATABASE_URL',
      'postgres://me:secret@127.0.0.1:1/x',
      'postgres://me:***@127.0.0.1:1/x cannot',
    ],
    ['RPC_URL', 'localhost:8545', 'RPC_URL must look like http://127.0.0.1:8545'],
    ['RPC_URL', 'http://127.0.0.1:1', 'RPC_URL http://127.0.0.1:1 does not answer'],
  ])('names a wrong %s in one line', async (key, value, line) => {
    const error = await start({ [key]: value }).catch((reason: Error) => reason.message);
    expect(error).toContain(`reckon: ${key}`);
    expect(error).toContain(line);
    expect(error).not.toContain('secret');
    expect(childrenAlive()).toEqual([]);
  });
});
