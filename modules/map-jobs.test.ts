import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { engineIdOf } from '@/lib/execution/engine-id';
import { executeJob, type JobRequest } from '@/lib/execution/execute-job';
import { type ItemResult, readItemList } from '@/lib/execution/item-list';
import { resultDigestOf } from '@/lib/execution/result-digest';
import { loadCatalogue } from '@/lib/modules/catalogue.server';
import { inputFilesOf, type Job, mappedFieldOf } from '@/lib/modules/job-inputs';
import { encodePng } from '@/scripts/png.mjs';

const SALT = new Uint8Array(32).fill(1);
const catalogue = loadCatalogue();
const cache = new Map<string, Uint8Array<ArrayBuffer>>();
const example = (path: string) => new Uint8Array(readFileSync(`modules/${path}`));
const small = new Uint8Array(encodePng({ width: 9, height: 5, rgb: Buffer.alloc(135, 200) }));

/** Runs a curated module over files, or on the one that is named. */
async function run(name: string, values: Job, named: readonly string[] | string, files: Files) {
  const module = (await catalogue).find(({ manifest }) => manifest.name === name)!;
  const { inputs, resources, fuelLimit, engine } = module.manifest;
  const paths = typeof named === 'string' ? `files/${named}` : named.map((file) => `files/${file}`);
  const job = { ...values, [mappedFieldOf(inputs)!]: paths };
  const uploads = new Map([named].flat().map((file) => [file, files[file]!]));
  const request: JobRequest = {
    moduleFiles: module.files,
    inputFiles: inputFilesOf(inputs, job, uploads, SALT),
    limits: { ...resources, fuelLimit: BigInt(fuelLimit) * 4n },
    cache,
  };
  const execution = await executeJob(request);
  const outputs = new Map(execution.outputs.map(({ path, bytes }) => [path, bytes]));
  const digest = resultDigestOf(`0x${'01'.repeat(32)}`, execution, engineIdOf(engine));
  const list = outputs.get('items.json');
  const items = new Map<string, ItemResult>(
    (list === undefined ? [] : readItemList(list)!).map((item) => [item.name, item]),
  );
  return { execution, outputs, digest, items };
}

type Files = Readonly<Record<string, Uint8Array>>;

describe('a map job', () => {
  it('over pictures gives each the result of a job of its own', async () => {
    const values = { width: 40, height: 0, format: 'png' };
    const files = {
      'marbles.jpg': example('image/example/marbles.jpg'),
      'small.png': small,
      'no-picture.txt': Uint8Array.of(1, 2, 3),
    };
    const whole = await run('image', values, Object.keys(files), files);
    expect(whole.execution.status).toBe('completed');
    expect([...whole.items.keys()]).toEqual(['marbles.jpg', 'no-picture.txt', 'small.png']);
    for (const [name, item] of whole.items) {
      const alone = await run('image', values, name, files);
      expect(item.resultDigest).toBe(alone.digest);
      expect(whole.outputs.get(`out/${name}/out/picture.png`)).toEqual(
        alone.outputs.get('out/picture.png'),
      );
    }
    expect(whole.items.get('no-picture.txt')).toMatchObject({ status: 'completed', exitCode: 1 });
    expect(whole.outputs.has('out/small.png/out/picture.png')).toBe(true);
  });

  it('doubles several pictures', async () => {
    const files = { 'b.png': example('upscale/example/hibiscus.png'), 'a.png': small };
    const whole = await run('upscale', {}, ['b.png', 'a.png'], files);
    const decoder = new TextDecoder();
    const said = [...whole.items.keys()].map((name) =>
      decoder.decode(whole.outputs.get(`out/${name}/stdout`)),
    );
    expect(said[0]).toBe('9 x 5 -> 18 x 10 pixels\n');
    expect(whole.items.get('b.png')?.resultDigest).toBe(
      (await run('upscale', {}, 'b.png', files)).digest,
    );
  });

  it('reads several pages', async () => {
    const page = example('ocr/example/page.png');
    const files = { 'page-2.png': page, 'page-1.png': small };
    const whole = await run('ocr', { minConfidence: 0 }, ['page-2.png', 'page-1.png'], files);
    expect(whole.execution.status).toBe('completed');
    const text = new TextDecoder().decode(whole.outputs.get('out/page-2.png/out/text.txt'));
    expect(text).toContain('Nobody has to be believed');
    expect(whole.items.get('page-1.png')).toMatchObject({ status: 'completed', exitCode: 0 });
  });

  it('is taken by what works on one file at a time', async () => {
    const names = (await catalogue)
      .filter(({ manifest }) => mappedFieldOf(manifest.inputs) !== undefined)
      .map(({ manifest }) => manifest.name);
    expect(names).toEqual(['detect-language', 'faces', 'image', 'ocr', 'upscale', 'vad']);
  });
});
