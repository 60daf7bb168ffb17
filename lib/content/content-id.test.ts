import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { cidOfId, contentIdOf, idOfCid, parseCid } from './content-id';
import { DEFAULT_LIMITS } from './content-limits';

const text = (value: string) => new TextEncoder().encode(value);
const HELLO = 'bafkreifzjut3te2nhyekklss27nh3k72ysco7y32koao5eei66wof36n5e';

/** The dag-pb block of a flat directory, written by hand from the specification. */
function directoryBlock(links: { name: string; digest: Buffer; codec: number; size: number }[]) {
  const field = (tag: number, value: Uint8Array) => Buffer.from([tag, value.length, ...value]);
  const parts = links.map(({ name, digest, codec, size }) => {
    const hash = field(0x0a, Buffer.from([1, codec, 0x12, 0x20, ...digest]));
    const link = Buffer.concat([hash, field(0x12, Buffer.from(name)), Buffer.from([0x18, size])]);
    return field(0x12, link);
  });
  return Buffer.concat([...parts, field(0x0a, Buffer.from([0x08, 0x01]))]);
}

const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest();

describe('contentIdOf', () => {
  it('gives a file the CID that ipfs gives', async () => {
    const { blocks } = await contentIdOf(new Map([['hello.txt', text('hello world')]]));
    expect(blocks.map(({ cid }) => cid.toString())).toContain(HELLO);
  });

  it('gives a folder the id that the UnixFS specification gives', async () => {
    const files = new Map([
      ['hello.txt', text('hello world')],
      ['b', text('')],
    ]);
    const { id, cid } = await contentIdOf(files);
    const root = directoryBlock([
      { name: 'b', digest: sha256(text('')), codec: 0x55, size: 0 },
      { name: 'hello.txt', digest: sha256(text('hello world')), codec: 0x55, size: 11 },
    ]);
    expect(id).toBe(`0x${sha256(root).toString('hex')}`);
    expect(cidOfId(id)).toBe(cid);
    expect(idOfCid(cid)).toBe(id);
    expect(cid).toMatch(/^bafybei/);
  });

  it('does not depend on the order of the files, and puts the root last', async () => {
    const a: [string, Uint8Array] = ['x/a', text('1')];
    const b: [string, Uint8Array] = ['x/b', text('2')];
    const c: [string, Uint8Array] = ['c', text('3')];
    const first = await contentIdOf(new Map([a, b, c]));
    const second = await contentIdOf(new Map([c, b, a]));
    expect(second.id).toBe(first.id);
    expect(first.blocks.at(-1)?.cid.toString()).toBe(first.cid);
  });

  it('cuts files at 262144 bytes and stacks 174 links', async () => {
    const big = new Uint8Array(262_144 * 175).map((_, i) => i >> 18);
    const { blocks } = await contentIdOf(new Map([['big', big]]));
    // 175 different leaves, two inner nodes, their parent, the folder
    expect(blocks.length).toBe(175 + 2 + 1 + 1);
  });

  it.each([
    '',
    '/a',
    'a/',
    'a//b',
    '../a',
    'a/../b',
    './a',
    'a\\b',
    'a\0b',
    'a\nb',
    '\ud800',
    'n'.repeat(256),
  ])('refuses the path %j', async (path) => {
    await expect(contentIdOf(new Map([[path, text('x')]]))).rejects.toMatchObject({
      code: 'content_path',
    });
  });

  it('refuses no files, too many, too large, and a file that is also a folder', async () => {
    const limits = { ...DEFAULT_LIMITS, maxBytes: 10, maxFiles: 2 };
    const code = (files: [string, Uint8Array][]) =>
      contentIdOf(new Map(files), limits).then(
        () => 'taken',
        (error) => error.code,
      );
    const x = text('x');
    expect(await code([])).toBe('content_empty');
    expect(
      await code([
        ['a', x],
        ['b', x],
        ['c', x],
      ]),
    ).toBe('content_too_many_files');
    expect(await code([['a', new Uint8Array(11)]])).toBe('content_too_large');
    expect(
      await code([
        ['a', x],
        ['a/b', x],
      ]),
    ).toBe('content_path');
    expect(await code([['a', new Uint8Array(10)]])).toBe('taken');
  });
});

describe('parseCid and idOfCid', () => {
  it('refuse other versions, codecs, hashes, spellings and rubbish', () => {
    const refused = [
      'QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG',
      'rubbish',
      '',
      'zb2rhe5P4gXftAwvA4eXQ5HJwsER2owDyS9sKaQRRVQPn93bA',
      'bafyreigbtj4x7ip5legnfznufuopl4sg4knzc2cof6duas4b3q2fy6swua',
    ];
    for (const cid of refused) expect(() => parseCid(cid)).toThrow();
    expect(parseCid(HELLO).toString()).toBe(HELLO);
    expect(() => idOfCid(HELLO)).toThrow(/no directory/);
    expect(() => cidOfId('0x12')).toThrow(/32 bytes/);
  });
});
