import pLimit from 'p-limit';
import { expect, it } from 'vitest';
import { contentIdOf } from '../../lib/content/content-id';
import { digestOf, type Storage } from '../../lib/directory/storage/storage';
import { text } from './start-test-directory';

/** What every storage does; `open` gives the same empty one at each call, with pages of ten keys where it has any. */
export function storageContract(open: () => Promise<Storage>): void {
  it('gives blocks back as they were, and lists and deletes them', async () => {
    const { blocks } = await open();
    const made = (await contentIdOf(new Map([['a', text('block a')]]))).blocks;
    const [first, second] = made;
    if (first === undefined || second === undefined) throw new Error('too few blocks');
    expect(await blocks.get(first.cid)).toBeUndefined();
    await blocks.put(first.cid, first.bytes);
    await blocks.put(first.cid, first.bytes);
    await blocks.put(second.cid, second.bytes);
    expect(await blocks.get(first.cid)).toEqual(first.bytes);
    expect(await blocks.get(second.cid)).toEqual(second.bytes);
    expect(await all(blocks.list())).toEqual([digestOf(first.cid), digestOf(second.cid)].sort());
    await blocks.delete(digestOf(first.cid));
    await blocks.delete(digestOf(first.cid));
    expect(await blocks.get(first.cid)).toBeUndefined();
    expect(await all(blocks.list())).toEqual([digestOf(second.cid)]);
    await blocks.delete(digestOf(second.cid));
  });

  it('keeps documents for the next process, kinds apart', async () => {
    const before = (await open()).documents('deals');
    expect(await all(before.list())).toEqual([]);
    await before.write('0x01', '{"a":"ä€😀"}');
    await before.write('0x02', '{}');
    await before.write('0x01', '{"a":"later"}');
    await before.remove('0x02');
    await before.remove('0x02');
    const after = await open();
    expect(await all(after.documents('deals').list())).toEqual([
      { name: '0x01', text: '{"a":"later"}' },
    ]);
    expect(await all(after.documents('content').list())).toEqual([]);
    await before.remove('0x01');
  });

  it('lists more than fit on a page', async () => {
    const documents = (await open()).documents('many');
    expect(await all(documents.list())).toEqual([]);
    const limit = pLimit(16);
    const names = Array.from({ length: 23 }, (_, i) => `0x${i.toString(16).padStart(4, '0')}`);
    await Promise.all(names.map((name) => limit(() => documents.write(name, `"${name}"`))));
    const listed = await all(documents.list());
    expect(listed.map(({ name }) => name)).toEqual(names);
    expect(listed.every((entry) => entry.text === `"${entry.name}"`)).toBe(true);
    await Promise.all(names.map((name) => limit(() => documents.remove(name))));
  });
}

async function all<T>(list: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const entry of list) found.push(entry);
  const key = (entry: T) => (typeof entry === 'string' ? entry : JSON.stringify(entry));
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1));
}
