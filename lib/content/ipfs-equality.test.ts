import { CarReader } from '@ipld/car/reader';
import { describe, expect, it } from 'vitest';
import { fileByHand, folderByHand, inlineFileByHand } from '../../test/builders/unixfs-by-hand';
import { encodeCar, openCar } from './car';
import { contentIdOf } from './content-id';
import type { ContentLimits } from './content-limits';

const text = (value: string) => new TextEncoder().encode(value);
const CHUNK = 262_144;
const WIDTH = 174;
const LIMITS: ContentLimits = { maxBytes: 200 * 1024 * 1024, maxFiles: 10_000, maxBlocks: 20_000 };

/** CIDs that `ipfs add --cid-version 1` is known to give. */
const KNOWN = {
  helloWorld: 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e',
  helloWorldInline: 'bafybeihykld7uyxzogax6vgyvag42y7464eywpf55gxi5qpoisibh3c5wa',
  emptyFolder: 'bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354',
};

describe('UnixFS by hand', () => {
  it('gives the CIDs that IPFS gives', () => {
    expect(fileByHand(text('hello world')).cid.toString()).toBe(KNOWN.helloWorld);
    expect(inlineFileByHand(text('hello world')).toString()).toBe(KNOWN.helloWorldInline);
    expect(folderByHand(new Map()).cid.toString()).toBe(KNOWN.emptyFolder);
  });
});

describe('content ids', () => {
  it.each([
    ['nothing', 0],
    ['a byte less than a chunk', CHUNK - 1],
    ['one chunk', CHUNK],
    ['a byte more than a chunk', CHUNK + 1],
    ['a full node of links', CHUNK * WIDTH],
    ['one link more, so two levels', CHUNK * WIDTH + 1],
  ])('equal those of IPFS for a file of %s', async (_, size) => {
    // Chunks that differ, without many megabytes of randomness.
    const bytes = new Uint8Array(size);
    for (let at = 0; at < size; at += CHUNK) bytes[at] = 1 + ((at / CHUNK) % 255);
    const folder = folderByHand(new Map([['file', fileByHand(bytes)]]));
    const content = await contentIdOf(new Map([['file', bytes]]), LIMITS);
    expect(content.cid).toBe(folder.cid.toString());
  });

  it('equal those of IPFS for a folder of more names than a file’s node has links', async () => {
    const names = Array.from({ length: 2 * WIDTH }, (_, i) => `file-${i}`);
    const files = new Map(names.map((name) => [name, text(name)]));
    const folder = folderByHand(new Map(names.map((name) => [name, fileByHand(text(name))])));
    expect((await contentIdOf(files, LIMITS)).cid).toBe(folder.cid.toString());
  });

  it('equal those of IPFS for folders in folders, names beyond ASCII in byte order', async () => {
    const inner = folderByHand(
      new Map([
        ['é.txt', fileByHand(text('e'))],
        ['z.txt', fileByHand(text('z'))],
        ['😀', fileByHand(text('smile'))],
      ]),
    );
    const outer = folderByHand(
      new Map([
        ['b', inner],
        ['a', fileByHand(text('a'))],
      ]),
    );
    const content = await contentIdOf(
      new Map([
        ['b/😀', text('smile')],
        ['b/z.txt', text('z')],
        ['b/é.txt', text('e')],
        ['a', text('a')],
      ]),
    );
    expect(content.cid).toBe(outer.cid.toString());
  });
});

describe('a CAR', () => {
  it('is read by the reference reader: its root, and every block by its CID', async () => {
    const bytes = new Uint8Array(3 * CHUNK + 5).map((_, i) => i >> 12);
    const content = await contentIdOf(new Map([['big', bytes]]));
    const car = encodeCar(content);
    const reader = await CarReader.fromBytes(car);
    expect((await reader.getRoots()).map(String)).toEqual([content.cid]);
    for (const { cid, bytes: block } of content.blocks) {
      expect(Buffer.from(block).equals((await reader.get(cid))?.bytes ?? text(''))).toBe(true);
    }
    const { files } = await openCar(car, { expectedCid: content.cid });
    expect(Buffer.from(bytes).equals(files.get('big') ?? text(''))).toBe(true);
  });
});
