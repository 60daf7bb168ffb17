import { expect, it } from 'vitest';
import { DiskWatch } from './disk-watch.server';

it('has room again only once it was seen how much is free', async () => {
  const told: (string | undefined)[] = [];
  const disk = new DiskWatch('.', { setAilment: (_, text) => told.push(text) });
  disk.full();
  expect(disk.hasRoom).toBe(false);
  // A small write that goes through says nothing.
  expect(await disk.takesWrites()).toBe(true);
  expect([disk.hasRoom, told]).toEqual([false, [expect.stringContaining('is full')]]);
  await disk.check();
  expect([disk.hasRoom, told.at(-1)]).toEqual([true, undefined]);
});
