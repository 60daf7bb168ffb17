import { describe, expect, it } from 'vitest';
import { loadModule } from '@/lib/modules/catalogue.server';
import { canonicalManifest } from '@/lib/modules/publication';
import { executeJob } from '../execute-job';
import { echoProgram } from '../testing/wasi-programs';
import { checkWasm } from './check-wasm';
import { PublicationRefused } from './publication-refused';
import { type TrialPorts, tryModule } from './try-module';

const ports: TrialPorts = {
  checkWasm,
  runTrial: (job, onProgress) => executeJob({ ...job, onProgress }),
};

type Said = Record<string, unknown>;

/** A curated module's files, as an author would publish them who says something else. */
async function filesOf(
  name: string,
  change: (said: {
    inputs: Said & { properties: Said };
    outputs: Said[];
    example: Said;
  }) => void = () => {},
  others: Record<string, Uint8Array | undefined> = {},
): Promise<Map<string, Uint8Array>> {
  const { files } = (await loadModule(`modules/${name}`))!;
  const own = new Map(files);
  for (const [path, bytes] of Object.entries(others)) {
    if (bytes === undefined) own.delete(path);
    else own.set(path, bytes);
  }
  const said = JSON.parse(new TextDecoder().decode(files.get('manifest.json')));
  change(said);
  const text = new TextEncoder().encode(JSON.stringify(said));
  return own.set('manifest.json', canonicalManifest(text));
}

const refusalOf = async (files: Map<string, Uint8Array>): Promise<PublicationRefused> => {
  const refused = await tryModule(files, ports).catch((error: unknown) => error);
  if (!(refused instanceof PublicationRefused))
    throw new Error('it is not refused', { cause: refused });
  return refused;
};

describe('what is certified later', () => {
  it('is taken where only a sample writes an output', async () => {
    await expect(tryModule(await filesOf('sat'), ports)).resolves.toMatchObject({
      run: { status: 'completed' },
    });
    const shown = await filesOf('sat', () => {}, { 'example/samples.json': undefined });
    expect(await refusalOf(shown)).toMatchObject({
      code: 'false-outputs',
      message: expect.stringMatching(/No run writes "out\/proof.rup": .*samples\.json/),
    });
  });

  it('is taken where the example is a map job', async () => {
    const files = await filesOf('detect-language', ({ example }) => {
      example.job = { ...(example.job as Said), file: ['files/a', 'files/b'] };
      example.files = { a: 'example/article-1.txt', b: 'example/article-1.txt' };
    });
    const { run } = await tryModule(files, ports);
    expect(run.outputs.map(({ path }) => path)).toContain('items.json');
  });

  it('is taken with any type that is JSON', async () => {
    const taken = (script: string) =>
      filesOf(
        'run-js',
        ({ outputs, example }) => {
          outputs[0]!.mediaType = 'application/geo+json';
          example.job = { script };
          example.files = {};
        },
        { 'example/samples.json': undefined },
      );
    await expect(tryModule(await taken(`console.log('{"a":1}')`), ports)).resolves.toBeDefined();
    expect(await refusalOf(await taken(`console.log('{a')`))).toMatchObject({
      message: expect.stringContaining(
        'outputs.0.mediaType: What the example writes to "stdout" is not JSON',
      ),
    });
  });
});

describe('what would be refused for good when it is certified', () => {
  const property = (schema: Said) =>
    filesOf('cowsay', ({ inputs }) => void Object.assign(inputs.properties, { hat: schema }));

  it.each([
    [
      'a table of JSON',
      () =>
        filesOf('detect-language', ({ outputs }) => {
          outputs[0]!.kind = 'table';
          outputs[0]!.mediaType = 'application/json';
        }),
      'false-outputs',
      /outputs.0.kind: "application\/json" is not shown as table/,
    ],
    [
      'an output that nobody declared',
      () => filesOf('detect-language', ({ outputs }) => void outputs.splice(1, 1)),
      'false-outputs',
      /writes "out\/lines.csv", which is not declared/,
    ],
    [
      'a choice out of bounds',
      () => property({ type: 'integer', enum: [1, 9], maximum: 2 }),
      'false-inputs',
      /hat.enum: "9" is offered/,
    ],
    [
      'bounds around nothing',
      () => property({ type: 'number', exclusiveMinimum: 1, exclusiveMaximum: 1 }),
      'false-inputs',
      /inputs.hat: No value lies between/,
    ],
    [
      'inputs that no run reads',
      () =>
        filesOf(
          'cowsay',
          ({ outputs }) => {
            outputs[0]!.path = 'stderr';
          },
          { 'module.wasm': echoProgram },
        ),
      'false-inputs',
      /No run reads \/in\/job.json: eyes, message, width/,
    ],
    [
      'a sample that fails',
      () =>
        filesOf('cowsay', undefined, {
          'example/samples.json': new TextEncoder().encode(
            '[{"job":{"message":"\\u0007","eyes":""},"files":{}}]',
          ),
        }),
      'bad-example',
      /The sample 1 does not fit .*eyes/,
    ],
    [
      'more samples than are tried',
      () =>
        filesOf('cowsay', undefined, {
          'example/samples.json': new TextEncoder().encode(
            JSON.stringify(Array(9).fill({ job: { message: 'moo' }, files: {} })),
          ),
        }),
      'module-too-large',
      /9 samples, and 8 are granted/,
    ],
  ] as const)('is refused at once: %s', async (_what, files, code, message) => {
    expect(await refusalOf(await files())).toMatchObject({
      code,
      message: expect.stringMatching(message),
    });
  });
});
