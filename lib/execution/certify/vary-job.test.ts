import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../modules/catalogue.server';
import { problemsOfJob } from '../../modules/job-inputs';
import { canonicalJson } from '../../shared/canonical-json';
import { varyJob } from './vary-job';

const catalogue = await loadCatalogue();
const seeds = Array.from({ length: 50 }, (_, index) => `seed ${index}`);

describe('varyJob', () => {
  it.each(catalogue.map((module) => [module.manifest.name, module] as const))(
    'makes jobs of %s that its schema accepts, none of them the example',
    (_name, { manifest: { inputs }, example }) => {
      const told = seeds.map((seed, index) => {
        const { job, files } = varyJob(inputs, example, seed, index % 2 === 0 ? 'near' : 'far');
        expect(problemsOfJob(inputs, job, files)).toEqual([]);
        const changed = [...files].filter(([name, bytes]) => example.files.get(name) !== bytes);
        return `${canonicalJson(job)} ${changed.map(([, bytes]) => Buffer.from(bytes).toString('base64'))}`;
      });
      expect(new Set(told).size).toBeGreaterThan(seeds.length / 5);
      expect(told).not.toContain(`${canonicalJson(example.job)} `);
    },
  );

  it('gives the same job for the same seed', () => {
    const { manifest, example } = catalogue.find((one) => one.manifest.name === 'sqlite')!;
    const [first, second] = [1, 2].map(() => varyJob(manifest.inputs, example, 'seed', 'far'));
    expect(second).toEqual(first);
  });

  it('leaves the example as it is', () => {
    const { manifest, example } = catalogue.find((one) => one.manifest.name === 'image')!;
    const before = structuredClone(example);
    for (const seed of seeds) varyJob(manifest.inputs, example, seed, 'far');
    expect(example).toEqual(before);
  });

  it('keeps to bounds that have no other side', () => {
    const schema = { properties: { n: { type: 'integer', minimum: 5 } } } as const;
    const example = { job: { n: 6 }, files: new Map() };
    for (const reach of ['near', 'far'] as const) {
      const drawn = seeds.map((seed) => varyJob(schema, example, seed, reach).job.n as number);
      expect(Math.min(...drawn)).toBeGreaterThanOrEqual(5);
      expect(new Set(drawn).size).toBeGreaterThan(reach === 'far' ? 3 : 1);
    }
  });

  it('changes one value only of a job that is near', () => {
    const { manifest, example } = catalogue.find((one) => one.manifest.name === 'image')!;
    for (const seed of seeds) {
      const { job, files } = varyJob(manifest.inputs, example, seed, 'near');
      const changed = Object.keys(job).filter((field) => job[field] !== example.job[field]);
      expect(changed).toHaveLength(1);
      for (const [name, bytes] of files) expect(bytes).toBe(example.files.get(name));
    }
  });
});
