import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { problemsOfClaims } from '@/lib/execution/certify/problems-of-claims';
import { engineIdOf } from '@/lib/execution/engine-id';
import { resultDigestOf } from '@/lib/execution/result-digest';
import { loadCatalogue } from '@/lib/modules/catalogue.server';
import { readCertificate } from '@/lib/modules/certificate.server';
import { samplesOf } from '@/lib/modules/samples';
import { runCurated } from './run-curated';

const run = promisify(execFile);
const MINUTES = 60_000;
const NO_SALT = `0x${'00'.repeat(32)}` as const;

const catalogue = await loadCatalogue();

describe('every curated module', () => {
  it.each(catalogue.map((module) => [module.manifest.name, module] as const))(
    '%s runs its example, the same each time, well within its limits, and as manifest and certificate say',
    { timeout: 3 * MINUTES },
    async (name, module) => {
      const { manifest, files: content, example } = module;
      const files = Object.fromEntries(example.files);
      const first = await runCurated(name, example.job, files);
      const second = await runCurated(name, example.job, files);
      expect(first).toMatchObject({ status: 'completed', exitCode: 0, stderr: '' });
      expect(second.fuelUsed).toBe(first.fuelUsed);
      expect(first.fuelUsed * 3n).toBeLessThan(BigInt(manifest.fuelLimit));
      for (const path of first.paths) expect(second.bytes(path)).toEqual(first.bytes(path));
      const samples = await Promise.all(
        samplesOf(content).map(({ job, files: uploads }) =>
          runCurated(name, job, Object.fromEntries(uploads)),
        ),
      );
      const shown = [first, ...samples];
      const runs = shown.map((one) => one.shown);
      expect(problemsOfClaims(manifest, runs)).toEqual([]);
      const { body } = await readCertificate(module);
      const certified = shown.map(({ status, exitCode, fuelUsed, execution }, index) => ({
        input: index === 0 ? 'example' : `sample ${index}`,
        ...{ status, exitCode, fuel: fuelUsed.toString(), stateDigest: execution.stateDigest },
        resultDigest: resultDigestOf(NO_SALT, execution, engineIdOf(manifest.engine)),
      }));
      expect(body.runs).toMatchObject([...certified, ...body.runs.slice(shown.length)]);
    },
  );

  it.each([
    ['cowsay', 'stdout', 'cowsay.txt'],
    ['nbody', 'out/orbits.svg', 'nbody.svg'],
    ['run-js', 'stdout', 'run-js.txt'],
    ['sat', 'out/answer.csv', 'sat.csv'],
    ['detect-language', 'out/lines.csv', 'detect-language.csv'],
    ['ocr', 'out/text.txt', 'ocr.txt'],
    ['sqlite', 'out/result.csv', 'sqlite.csv'],
    ['vad', 'out/speech.svg', 'vad.svg'],
  ])('%s shows its real example output as a thumbnail', async (name, path, thumbnail) => {
    const example = catalogue.find(({ manifest }) => manifest.name === name)?.example;
    const { text } = await runCurated(
      name,
      example?.job ?? {},
      Object.fromEntries(example?.files ?? []),
    );
    expect(readFileSync(`public/modules/${thumbnail}`, 'utf8')).toBe(text(path));
  });

  it('builds from its sources to the committed bytes (cached by hash of sources and compiler)', {
    timeout: 12 * MINUTES,
  }, async () => {
    const { stdout } = await run(process.execPath, ['scripts/build-modules.mjs', '--compare']);
    expect(stdout).toContain(`${catalogue.length} modules match`);
  });
});
