import { mkdtempSync, readdirSync, readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputFiles, moduleFiles } from '../../test/directory/start-test-directory';
import { contentIdOf } from '../content/content-id';
import { DEFAULT_LIMITS } from '../content/content-limits';
import { ContentStore } from './content-store.server';
import { openFolderStorage } from './storage/folder-storage.server';

async function setup(folder = mkdtempSync(join(tmpdir(), 'reckon-store-'))) {
  const warnings: string[] = [];
  const open = async () =>
    ContentStore.open({
      storage: await openFolderStorage(folder),
      limits: DEFAULT_LIMITS,
      maxStoreBytes: 1e9,
      freshSeconds: 100,
      unusedBytesEach: 1_000_000,
      onWarning: (message) => warnings.push(message),
    });
  return { folder, warnings, open, store: await open() };
}

async function contentOf(files: Map<string, Uint8Array>) {
  return { ...(await contentIdOf(files)), files };
}

/** Paths of all files below a folder, relative to it. */
const filesIn = (folder: string, end: string) =>
  readdirSync(folder, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith(end));

describe('ContentStore', () => {
  it('gives back what it was given, also after it was opened anew', async () => {
    const { store, open } = await setup();
    const content = await contentOf(inputFiles());
    await store.put(content, { now: 1000 });
    for (const one of [store, await open()]) {
      expect([...((await one.open(content.id))?.files ?? [])].sort()).toEqual(
        [...content.files].sort(),
      );
      expect(one.record(content.id)).toMatchObject({ kind: 'inputs', receivedAt: 1000 });
    }
  });

  it('believes no block that was damaged on disk, and heals when it is sent again', async () => {
    const { store, folder, warnings } = await setup();
    const files = new Map(moduleFiles).set('data/long', new Uint8Array(10_000).fill(1));
    const content = await contentOf(files);
    await store.put(content, { now: 1000 });
    const blocks = join(folder, 'blocks');
    const [block = ''] = filesIn(blocks, '.data').filter(
      (name) => readFileSync(join(blocks, name)).length === 10_000,
    );
    truncateSync(join(blocks, block), 5_000);
    expect(await store.read(content.id)).toBeUndefined();
    expect(await store.open(content.id)).toBeUndefined();
    expect(warnings).toContain('content is damaged');
    await store.put(content, { now: 1001 });
    expect((await store.open(content.id))?.files.get('data/long')).toHaveLength(10_000);
  });

  it('clears away what a killed process left half-written', async () => {
    const { store, folder, open, warnings } = await setup();
    const content = await contentOf(inputFiles());
    await store.put(content, { now: 1000 });
    const [block = ''] = filesIn(join(folder, 'blocks'), '.data');
    writeFileSync(join(folder, 'blocks', block, '..', '.half.data.tmp'), 'half');
    writeFileSync(join(folder, 'content', `${content.id}.json.draft-00aa`), '{"half');
    writeFileSync(join(folder, 'content', '0x12.json'), '{"half');
    const again = await open();
    expect(filesIn(join(folder, 'blocks'), '.tmp')).toEqual([]);
    expect(again.record(content.id)).toBeDefined();
    expect(again.record('0x12')).toBeUndefined();
    expect(warnings).toEqual(['damaged record ignored']);
    await expect.poll(() => filesIn(join(folder, 'content'), '00aa')).toEqual([]);
  });

  it('keeps blocks that another directory shares when one goes', async () => {
    const { store } = await setup();
    const data = new Uint8Array(5_000).fill(9);
    const one = await contentOf(new Map(moduleFiles).set('data/a', data));
    const two = await contentOf(new Map(moduleFiles).set('data/b', data));
    await store.put(one, { now: 1000 });
    await store.put(two, { now: 1200 });
    expect(await store.collect(1200, () => false)).toMatchObject({ records: 1 });
    expect(store.record(one.id)).toBeUndefined();
    expect((await store.open(two.id))?.files.get('data/b')).toEqual(data);
  });

  it('stores the same folder from many senders at once', async () => {
    const { store } = await setup();
    const content = await contentOf(inputFiles());
    await Promise.all(Array.from({ length: 20 }, () => store.put(content, { now: 1000 })));
    expect((await store.open(content.id))?.id).toBe(content.id);
  });

  it('counts for a network what it brings again after a restart', async () => {
    const { store, open } = await setup();
    const from = { now: 1000, remote: '10.0.0.1' };
    const filled = async () =>
      contentOf(new Map(moduleFiles).set('data/a', crypto.getRandomValues(new Uint8Array(60_000))));
    const all = await Promise.all(Array.from({ length: 11 }, filled));
    for (const content of all) await store.put(content, from);
    const again = await open();
    for (const content of all) await again.put(content, from);
    const [one, another, owed] = await Promise.all([filled(), filled(), filled()]);
    await again.put(one, from);
    await expect(again.put(another, from)).rejects.toMatchObject({ code: 'share_full' });
    // Whether a deal waits for it is asked while others store.
    const isOwed = async () => {
      await again.put(one, { now: 1000, remote: '10.0.0.2' });
      return true;
    };
    expect(await again.put(owed, { ...from, isOwed })).toMatchObject({ id: owed.id });
  });

  it('keeps pinned content, and what is promised, for as long as it is', async () => {
    const { store } = await setup();
    const pinned = await contentOf(moduleFiles);
    const promised = await contentOf(inputFiles());
    await store.put(pinned, { now: 1000, isPinned: true });
    await store.put(promised, { now: 1000 });
    await store.change(promised.id, (record) => ({ ...record, heldUntil: 5000 }));
    await store.put(promised, { now: 1000 });
    expect(await store.collect(5000, () => false)).toMatchObject({ records: 0 });
    expect(await store.collect(5001, () => false)).toMatchObject({ records: 1 });
    expect(store.record(pinned.id)).toBeDefined();
  });
});
