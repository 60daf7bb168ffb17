import { describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../modules/catalogue.server';
import { inputFilesOf, problemsOfJob } from '../../modules/job-inputs';
import { samplesOf } from '../../modules/samples';
import { canonicalJson } from '../../shared/canonical-json';
import { executeJob } from '../execute-job';
import { varyJob } from './vary-job';

const catalogue = await loadCatalogue();
const seeds = Array.from({ length: 50 }, (_, index) => `seed ${index}`);

describe('a job near the example', () => {
  // Flipped bytes and typos were refused by each of these.
  it.each([
    ['upscale', 2],
    ['faces', 2],
    ['run-js', 6],
    ['sat', 4],
    ['detect-language', 4],
  ])('is one that %s accepts', { timeout: 120_000 }, async (name, count) => {
    const { manifest, files, example } = catalogue.find((one) => one.manifest.name === name)!;
    const cache = new Map<string, Uint8Array<ArrayBuffer>>();
    const sources = [example, ...samplesOf(files)];
    let accepted = 0;
    for (let index = 0; index < count; index++) {
      const from = sources[index % sources.length]!;
      const others = sources.filter((other) => other !== from);
      const { job, files: uploads } = varyJob(manifest.inputs, from, `${index}`, 'near', others);
      const { status, exitCode } = await executeJob({
        moduleFiles: files,
        inputFiles: inputFilesOf(manifest.inputs, job, uploads, new Uint8Array(32)),
        limits: { ...manifest.resources, fuelLimit: BigInt(manifest.fuelLimit) },
        cache,
      });
      if (status === 'completed' && exitCode === 0) accepted++;
    }
    expect(accepted * 2).toBeGreaterThan(count);
  });
});

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
