import { expect, it } from 'vitest';
import { gpuFixFor } from './gpu-fix';

const fixFor = (answer: string) => gpuFixFor('podman', answer, ['example.com/gpu=0']);

it.each([
  'setting up CDI devices: unresolvable CDI devices nvidia.com/gpu=0',
  'could not select device driver "cdi" with capabilities: [[gpu]]',
  'unknown or invalid runtime name: nvidia',
  'stat example.com/gpu=0: no such file or directory',
])('advises to configure devices where the engine says: %s', (answer) => {
  expect(fixFor(answer)).toContain('nvidia-ctk cdi generate');
});

it.each([
  'database is locked',
  'mkdir /var/lib/containers/storage/overlay/x: no space left on device',
  'OCI runtime error: crun: writing file `pids.max`: Invalid argument',
])('gives no advice on devices where the engine says: %s', (answer) => {
  expect(fixFor(answer)).toBeUndefined();
});
