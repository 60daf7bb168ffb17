import { expect, it } from 'vitest';
import { foundEngineSchema } from '../../../lib/providers/machine-report';
import { type Installed, unusedEngines } from './installed-engines.server';

const podman: Installed = { name: 'podman', version: 'podman version 4.3.1', socket: undefined };
const told = (installed: Installed, used: Parameters<typeof unusedEngines>[1] = []) =>
  unusedEngines([installed], used, 'reckon')[0];

it('tells of an engine that is there and not lent, with the command that lends it', () => {
  const off = told(podman);
  expect(foundEngineSchema.parse(off?.engine)).toMatchObject({ name: 'podman', state: 'found' });
  expect(off?.fix).toBe('systemctl enable --now podman.socket');
  const path = '/var/run/docker.sock';
  const closed = { path, is: 'closed', why: '' } as const;
  expect(told({ name: 'docker', version: '', socket: closed })?.fix).toBe(
    'usermod -aG docker reckon',
  );
  const usable = { path, is: 'usable', version: 'docker 28' } as const;
  expect(told({ name: 'docker', version: '', socket: usable })?.fix).toBe(
    'OCI_SOCKET=/var/run/docker.sock npm run provider',
  );
  const unfit = { path, is: 'unfit', why: 'it cannot set MemoryLimit' } as const;
  expect(told({ name: 'docker', version: '', socket: unfit })).toMatchObject({
    engine: { detail: expect.stringContaining('cannot set MemoryLimit') },
    fix: 'docker info',
  });
  expect(told({ name: 'slurm', version: 'slurm-wlm 22.05', socket: undefined })?.fix).toContain(
    'SLURM_URL=',
  );
  expect(told({ name: 'bacalhau', version: '', socket: undefined })?.fix).toContain('BACALHAU_URL');
});

it('says nothing of an engine that a runner uses, and that another is not needed', () => {
  expect(told(podman, [{ name: 'oci', version: 'podman 4.3.1' }])).toBeUndefined();
  expect(told(podman, [{ name: 'oci', version: 'docker 28.2' }])).toMatchObject({
    engine: { detail: 'Not used: containers run in another engine.' },
  });
  expect(told(podman, [{ name: 'oci', version: '' }])?.fix).toBe(
    'systemctl enable --now podman.socket',
  );
  const slurm: Installed = { name: 'slurm', version: '', socket: undefined };
  expect(told(slurm, [{ name: 'slurm', version: '' }])).toBeUndefined();
});
