import { mkdir, mkdtemp, rm, rmdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isSignedByKey } from '../../../lib/chain/key-signature';
import { createLogger } from '../../../lib/log/logger.server';
import type { SignedRecheck } from '../../../lib/providers/machine-api';
import { recheckTypedData } from '../../../lib/providers/machine-typed-data';
import { Ordered } from './ordered.server';

const newAccount = () => privateKeyToAccount(generatePrivateKey());
const provider = newAccount();
const agent = newAccount().address;
const audience = { chainId: 31_337, market: newAccount().address };

let stateDir: string;
beforeEach(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'reckon-ordered-'));
});
afterEach(() => rm(stateDir, { recursive: true }));

const open = () =>
  Ordered.open({
    ...{ agent, audience, stateDir, isSignedBy: isSignedByKey },
    provider: async () => provider.address,
    log: createLogger('test'),
  });

async function signed(at: number, benchmark: boolean): Promise<SignedRecheck> {
  const recheck = { provider: provider.address, agent, benchmark, at };
  return { recheck, signature: await provider.signTypedData(recheckTypedData(audience, recheck)) };
}

describe('an order to recheck', () => {
  it('that could not be kept, as on a full disk, is taken again', async () => {
    const ordered = await open();
    const order = await signed(100, true);
    // A file cannot take the place of a folder: the write fails.
    await mkdir(join(stateDir, 'recheck.json'));
    await expect(ordered.takeRecheck(order)).rejects.toThrow();
    expect([ordered.recheck, ordered.isToMeasure]).toEqual([null, false]);
    await rmdir(join(stateDir, 'recheck.json'));
    expect(await ordered.takeRecheck(order)).toBe(true);
    expect(await ordered.takeRecheck(order)).toBe(false);
    expect(ordered.recheck).toEqual(order.recheck);
  });

  it('to measure stands over restarts until it was measured', async () => {
    const { recheck } = await signed(100, true);
    await (await open()).takeRecheck(await signed(100, true));
    const again = await open();
    expect([again.recheck, again.isToMeasure]).toEqual([recheck, true]);
    await again.measuredFor(recheck);
    expect([again.isToMeasure, (await open()).isToMeasure]).toEqual([false, false]);
    expect(await (await open()).takeRecheck(await signed(100, true))).toBe(false);
  });

  it('to measure stands when another follows, and no earlier measurement counts for it', async () => {
    const ordered = await open();
    const first = await signed(100, true);
    await ordered.takeRecheck(first);
    await ordered.takeRecheck(await signed(120, false));
    expect(ordered.isToMeasure).toBe(true);
    await ordered.measuredFor(first.recheck);
    expect([ordered.recheck?.at, ordered.isToMeasure]).toEqual([120, true]);
  });
});
