import { tmpdir } from 'node:os';
import { expect, it } from 'vitest';
import { capacityOf, hardwareOf, storageFor } from './hardware.server';

it('promises as much disk for a job when it starts on a full one as on an empty one', async () => {
  expect([0, 10, 129, 1_000, 1e9].map(storageFor)).toEqual([64, 64, 64, 500, 65_536]);
  const allowed = await capacityOf({ STORAGE_MIB: 8 }, tmpdir(), 0);
  const [full, empty] = [0, 1e9].map((free) =>
    hardwareOf('wasm', { ...allowed, storageMiB: storageFor(free) }, 1),
  );
  expect(full).toEqual(empty);
  // The owner's word goes before.
  expect(hardwareOf('wasm', allowed, 1).storageMiB).toBe(8);
});
