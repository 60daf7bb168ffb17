import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { createPublicClient, http } from 'viem';
import { describe, expect, it } from 'vitest';
import { startAnvil } from './start-anvil';
import { startPostgres } from './start-postgres';

const blockNumber = (url: string) =>
  createPublicClient({ transport: http(url), cacheTime: 0 }).getBlockNumber();

describe('startPostgres', () => {
  it('gives every caller an empty database of its own, and takes it away again', async () => {
    const [one, two] = await Promise.all([startPostgres(), startPostgres()]);
    expect(one.url).not.toBe(two.url);
    const client = new pg.Client(one.url);
    await client.connect();
    await client.query('create table thing (id int)');
    const { rows } = await client.query('show server_version');
    expect(Number.parseInt(rows[0].server_version, 10)).toBeGreaterThanOrEqual(15);
    await client.end();
    await Promise.all([one.stop(), two.stop()]);
    await expect(new pg.Client(one.url).connect()).rejects.toThrow();
  });
});

describe('startAnvil', () => {
  it('mines a block a transaction, or one a time', async () => {
    const still = await startAnvil();
    const ticking = await startAnvil({ blockTime: 1 });
    expect(still.chainId).toBe(31_337);
    await expect.poll(() => blockNumber(ticking.url), { timeout: 5_000 }).toBeGreaterThan(0n);
    expect(await blockNumber(still.url)).toBe(0n);
    await Promise.all([still.stop(), ticking.stop()]);
  });

  it('has one first block and the time of day, however often it is resumed', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reckon-anvil-'));
    const stateFile = join(folder, 'state.json');
    const hashes = new Set<unknown>();
    let port: number | undefined;
    for (let start = 0; start < 3; start++) {
      const anvil = await startAnvil({ stateFile, blockTime: 1, ...(port ? { port } : {}) });
      port = anvil.port;
      const client = createPublicClient({ transport: http(anvil.url), cacheTime: 0 });
      hashes.add((await client.getBlock({ blockNumber: 0n })).hash);
      const height = await client.getBlockNumber();
      await expect.poll(() => client.getBlockNumber(), { timeout: 5_000 }).toBeGreaterThan(height);
      const { timestamp } = await client.getBlock();
      expect(Math.abs(Number(timestamp) - Date.now() / 1000)).toBeLessThan(3);
      await anvil.stop();
      await new Promise((resolve) => setTimeout(resolve, 3_000));
    }
    expect(hashes.size).toBe(1);
    const { blocks } = JSON.parse(await readFile(stateFile, 'utf8'));
    const first = blocks.filter(
      (block: { header: { number: string } }) => +block.header.number === 0,
    );
    expect(first).toHaveLength(1);
    await rm(folder, { recursive: true });
  });

  it('keeps its state over a stop, a kill and a broken file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reckon-anvil-'));
    const stateFile = join(folder, 'state.json');
    const first = await startAnvil({ stateFile, blockTime: 1 });
    await expect.poll(() => blockNumber(first.url), { timeout: 9_000 }).toBeGreaterThan(2n);
    await first.stop();
    const second = await startAnvil({ stateFile, blockTime: 1, port: first.port });
    expect(await blockNumber(second.url)).toBeGreaterThan(2n);
    await second.kill();
    await writeFile(stateFile, '{"block": {"num');
    const third = await startAnvil({ stateFile, blockTime: 1, port: first.port });
    expect(await blockNumber(third.url)).toBeGreaterThan(2n);
    await third.stop();
    await rm(folder, { recursive: true });
  });
});
