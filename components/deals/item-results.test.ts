import { describe, expect, it } from 'vitest';
import { ZERO_DIGEST } from '@/lib/execution/execution';
import { type ItemResult, itemListOf } from '@/lib/execution/item-list';
import { filesOfItem, itemsOf, pickItems, statusWords } from './item-results';

const item = (name: string, change: Partial<ItemResult> = {}): ItemResult => ({
  ...{ name, status: 'completed', exitCode: 0, fuelUsed: 5n },
  ...{ stateDigest: ZERO_DIGEST, resultDigest: ZERO_DIGEST },
  ...change,
});
const items = [
  item('Cat.png'),
  item('cat.png.txt', { exitCode: 2 }),
  item('dog.png', { status: 'trapped' }),
  item('owl.png', { status: 'not-run', fuelUsed: 0n }),
];
const one = Uint8Array.of(1);
const files = new Map([
  ['items.json', itemListOf(items)],
  ['out/Cat.png/stdout', one],
  ['out/Cat.png/out/picture.png', one],
  ['out/cat.png.txt/stderr', one],
]);

describe('the items of a result', () => {
  it('are read back', () => {
    expect(itemsOf(files)).toEqual(items);
  });

  it('are none where a result has none, or says what no executor says', () => {
    for (const list of [undefined, '', '{}', '[{"name":"a"}]', '[1']) {
      const said = new Map<string, Uint8Array>([['stdout', one]]);
      if (list !== undefined) said.set('items.json', new TextEncoder().encode(list));
      expect(itemsOf(said)).toBeUndefined();
    }
  });

  it('have each its own files', () => {
    expect([...filesOfItem(files, 'Cat.png').keys()]).toEqual(['stdout', 'out/picture.png']);
    expect([...filesOfItem(files, 'cat.png.txt').keys()]).toEqual(['stderr']);
    expect(filesOfItem(files, 'owl.png').size).toBe(0);
  });

  it('are found by name and by having failed', () => {
    const namesOf = (search: string, onlyFailed: boolean) =>
      pickItems(items, { search, onlyFailed }).map(({ name }) => name);
    expect(namesOf('', false)).toHaveLength(4);
    expect(namesOf(' CAT ', false)).toEqual(['Cat.png', 'cat.png.txt']);
    expect(namesOf('', true)).toEqual(['cat.png.txt', 'dog.png', 'owl.png']);
    expect(namesOf('dog', true)).toEqual(['dog.png']);
  });

  it('tell how they ended', () => {
    expect(items.map(statusWords)).toEqual(['Completed', 'Exit code 2', 'Trapped', 'Not run']);
  });
});
