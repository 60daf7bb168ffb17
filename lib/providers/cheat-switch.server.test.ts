import { mkdir, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readCheatSwitch, setCheatSwitch, UnknownProviderError } from './cheat-switch.server';

async function setup() {
  const data = await mkdtemp(join(tmpdir(), 'reckon-cheat-'));
  await mkdir(join(data, 'agents', 'provider-3'), { recursive: true });
  return data;
}

it('turns cheating on and off, any number of times', async () => {
  const data = await setup();
  expect(await readCheatSwitch(data, 'provider-3')).toBe(false);
  for (const on of [true, true, false, false]) {
    await setCheatSwitch(data, 'provider-3', on);
    expect(await readCheatSwitch(data, 'provider-3')).toBe(on);
  }
});

it('knows only providers that run here, and never leaves their folder', async () => {
  const data = await setup();
  for (const name of ['provider-9', '../agents/provider-3', '', 'provider-3/..']) {
    await expect(setCheatSwitch(data, name, true)).rejects.toThrow(UnknownProviderError);
  }
});
