import { chmod, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pino from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureKeyFile, readKeyFile, readKeyFolder } from '../../lib/chain/key-file.server';
import { createLogger } from '../../lib/log/logger.server';
import { backOffMs, loop, retry, sleep } from './retry';

const log = createLogger('test').child({}, { level: 'silent' });

describe('retry', () => {
  it('tries again until the action succeeds', async () => {
    const attempts: number[] = [];
    const value = await retry(
      async (attempt) => {
        attempts.push(attempt);
        if (attempt < 3) throw new Error('not yet');
        return 'done';
      },
      { what: 'test', signal: new AbortController().signal, log, minMs: 1 },
    );
    expect(value).toBe('done');
    expect(attempts).toEqual([1, 2, 3]);
  });

  it('throws the last error when tries are used up or it is not retryable', async () => {
    const { signal } = new AbortController();
    const fail = async (attempt: number) => {
      throw new Error(`failure ${attempt}`);
    };
    await expect(retry(fail, { what: 'test', signal, log, minMs: 1, tries: 2 })).rejects.toThrow(
      'failure 2',
    );
    await expect(
      retry(fail, { what: 'test', signal, log, minMs: 1, isRetryable: () => false }),
    ).rejects.toThrow('failure 1');
  });

  it('ends soon after the signal aborts', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 20);
    const started = Date.now();
    await expect(
      retry(async () => Promise.reject(new Error('down')), {
        what: 'test',
        signal: stop.signal,
        log,
        minMs: 60_000,
        maxMs: 60_000,
      }),
    ).rejects.toThrow();
    expect(Date.now() - started).toBeLessThan(15_000);
  });
});

describe('loop', () => {
  it('goes on after a failing round and resolves on abort', async () => {
    const stop = new AbortController();
    let rounds = 0;
    await loop(
      async () => {
        rounds += 1;
        if (rounds === 1) throw new Error('first');
        if (rounds === 3) stop.abort();
      },
      { what: 'test', signal: stop.signal, log, everyMs: 1, maxMs: 2 },
    );
    expect(rounds).toBe(3);
  });

  it('writes each reason down once, and that it is over', async () => {
    const lines: string[] = [];
    const into = pino({ level: 'info' }, { write: (line: string) => void lines.push(line) });
    const stop = new AbortController();
    const reasons = ['down\nat length', 'down\nelsewhere', 'down', 'lying', 'down', '', ''];
    await loop(
      async () => {
        const reason = reasons.shift();
        if (reasons.length === 0) stop.abort();
        if (reason) throw new Error(reason);
      },
      { what: 'asking', signal: stop.signal, log: into, everyMs: 1, maxMs: 2 },
    );
    const said = lines.map((line) => (JSON.parse(line) as { msg: string }).msg);
    expect(said).toEqual([
      'asking failed, trying again: Error: down',
      'asking failed, trying again: Error: lying',
      'asking works again',
    ]);
  });
});

describe('backOffMs', () => {
  it('doubles up to the limit, less up to a quarter', () => {
    expect([1, 2, 3, 4, 99].map((n) => backOffMs(n, 100, 700, 0))).toEqual([
      100, 200, 400, 700, 700,
    ]);
    expect(backOffMs(1, 100, 700, 1)).toBe(75);
  });
});

describe('sleep', () => {
  it('returns at once when already aborted', async () => {
    await sleep(60_000, AbortSignal.abort());
  });
});

describe('key files', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'reckon-keys-'));
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it('makes a key once, with mode 0600, and keeps it', async () => {
    const path = join(folder, 'sub', 'a.key');
    const first = await ensureKeyFile(path);
    const second = await ensureKeyFile(path);
    expect(second.address).toBe(first.address);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect(await readFile(path, 'utf8')).toMatch(/^0x[0-9a-f]{64}\n$/);
    expect((await readKeyFolder(join(folder, 'sub'))).map((a) => a.address)).toEqual([
      first.address,
    ]);
  });

  it('refuses a missing, malformed or open key file without printing it', async () => {
    const path = join(folder, 'b.key');
    await expect(readKeyFile(path)).rejects.toThrow('cannot be read');
    await writeFile(path, 'secret', { mode: 0o600 });
    await expect(readKeyFile(path)).rejects.toThrow(/^(?!.*secret).*64 hex digits$/);
    await chmod(path, 0o644);
    await expect(readKeyFile(path)).rejects.toThrow('chmod 600');
    await expect(readKeyFolder(join(folder, 'none'))).rejects.toThrow('cannot be read');
  });
});
