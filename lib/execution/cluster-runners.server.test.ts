import { describe, expect, it } from 'vitest';
import { clusterRunners } from './cluster-runners.server';

const SLURM = {
  SLURM_URL: 'http://127.0.0.1:6820',
  SLURM_USER: 'compute',
  SLURM_SPOOL: '/shared',
  SLURM_TOKEN: 'a.b.c',
};

describe('clusters of a provider', () => {
  it('are those that the environment names', () => {
    const names = (env: Record<string, string>) => clusterRunners(env).map(({ name }) => name);
    expect(names({})).toEqual([]);
    expect(names(SLURM)).toEqual(['slurm']);
    expect(names({ ...SLURM, BACALHAU_URL: 'http://127.0.0.1:1234' })).toEqual([
      'slurm',
      'bacalhau',
    ]);
  });

  it('are not used half set up', () => {
    expect(() => clusterRunners({ SLURM_URL: SLURM.SLURM_URL })).toThrow(/SLURM_USER.*SLURM_SPOOL/);
    expect(() => clusterRunners({ ...SLURM, SLURM_USER: '' })).toThrow(/^(?!.*a\.b\.c)/);
  });
});
