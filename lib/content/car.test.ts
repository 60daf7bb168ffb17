import * as dagPb from '@ipld/dag-pb';
import { CID } from 'multiformats/cid';
import { sha256 } from 'multiformats/hashes/sha2';
import { describe, expect, it } from 'vitest';
import { decodeCar, encodeCar, maxCarBytes, openCar } from './car';
import { type ContentBlock, contentIdOf, DAG_PB, RAW } from './content-id';
import { DEFAULT_LIMITS } from './content-limits';

const text = (value: string) => new TextEncoder().encode(value);
const SAMPLE = new Map([
  ['job.json', text('{"text":"hi"}')],
  ['files/a.csv', text('a,b\n1,2\n')],
  ['files/empty', text('')],
  ['salt', new Uint8Array(32).fill(7)],
]);

async function block(codec: number, bytes: Uint8Array): Promise<ContentBlock> {
  return { cid: CID.createV1(codec, await sha256.digest(bytes)), bytes };
}

const UNIXFS_DIRECTORY = new Uint8Array([0x08, 0x01]);

function folder(links: { Name: string; Hash: CID }[], data = UNIXFS_DIRECTORY) {
  return block(
    DAG_PB,
    dagPb.encode({ Data: data, Links: links.map((link) => ({ ...link, Tsize: 1 })) }),
  );
}

const codeOf = (promise: Promise<unknown>) =>
  promise.then(
    () => 'taken',
    (error) => error.code ?? String(error),
  );

describe('openCar', () => {
  it('reads back what was packed', async () => {
    const content = await contentIdOf(SAMPLE);
    const car = encodeCar(content);
    const opened = await openCar(car, { expectedCid: content.cid, expectedId: content.id });
    expect(opened.id).toBe(content.id);
    expect([...opened.files].sort()).toEqual([...SAMPLE].sort());
    expect(car.length).toBeLessThanOrEqual(maxCarBytes(DEFAULT_LIMITS));
  });

  it('reads files of many blocks', async () => {
    const big = new Uint8Array(3_000_000).map((_, i) => (i * 2654435761) >>> 24);
    const content = await contentIdOf(new Map([['data/big.bin', big]]));
    const { files } = await openCar(encodeCar(content));
    expect(Buffer.compare(files.get('data/big.bin') ?? text(''), big)).toBe(0);
  });

  it('reads back names that are special elsewhere', async () => {
    const names = [
      '__proto__',
      'constructor',
      'a^b',
      '%2F',
      'a:b',
      '*',
      ' ',
      '...',
      '\u00e9',
      'e\u0301',
    ];
    const files = new Map(names.map((name) => [`out/${name}/${name}`, text(name)] as const));
    const { files: read } = await openCar(encodeCar(await contentIdOf(new Map(files))));
    expect([...read].sort()).toEqual([...files].sort());
  });

  it('takes whatever a job may write: thousands of files with long names, in deep folders', async () => {
    const files = new Map<string, Uint8Array>();
    for (let i = 0; i < 2_000; i += 1) {
      files.set(`out/${'n'.repeat(250)}${String(i).padStart(5, '0')}`, text(String(i)));
    }
    const folder = Array.from({ length: 31 }, (_, i) =>
      String.fromCharCode(97 + (i % 26)).repeat(255),
    );
    for (let i = 0; i < 2_000; i += 1) files.set(`out/${folder.join('/')}/${i}`, text(String(i)));
    const { files: read } = await openCar(encodeCar(await contentIdOf(files)));
    expect(read.size).toBe(4_000);
    expect(read.get(`out/${folder.join('/')}/1999`)).toEqual(text('1999'));
  });

  it('finds every flipped byte', async () => {
    const content = await contentIdOf(new Map([['a', text('hello')]]));
    const car = encodeCar(content);
    for (let at = 0; at < car.length; at += 1) {
      const bad = car.slice();
      bad[at] = (bad[at] ?? 0) ^ 1;
      expect(await codeOf(openCar(bad, { expectedCid: content.cid })), `byte ${at}`).not.toBe(
        'taken',
      );
    }
  });

  it('finds every truncation', async () => {
    const car = encodeCar(await contentIdOf(new Map([['a', text('hello')]])));
    for (let length = 0; length < car.length; length += 1) {
      expect(await codeOf(openCar(car.slice(0, length))), `length ${length}`).not.toBe('taken');
    }
  });

  it('refuses another root than asked for', async () => {
    const other = await contentIdOf(new Map([['b', text('b')]]));
    const car = encodeCar(await contentIdOf(SAMPLE));
    expect(await codeOf(openCar(car, { expectedCid: other.cid }))).toBe('content_mismatch');
    expect(await codeOf(openCar(car, { expectedId: other.id }))).toBe('content_mismatch');
  });

  it('refuses a missing block, an extra one and a repeated one', async () => {
    const content = await contentIdOf(SAMPLE);
    const { cid, blocks } = content;
    expect(await codeOf(openCar(encodeCar({ cid, blocks: blocks.slice(1) })))).toBe(
      'content_incomplete',
    );
    const extra = await block(RAW, text('stowaway'));
    expect(await codeOf(openCar(encodeCar({ cid, blocks: [...blocks, extra] })))).toBe(
      'car_extra_blocks',
    );
    const [first] = blocks;
    expect(
      await codeOf(openCar(encodeCar({ cid, blocks: [...blocks, first as ContentBlock] }))),
    ).toBe('car_malformed');
  });

  it('refuses a file as root', async () => {
    const leaf = await block(RAW, text('hello world'));
    const car = encodeCar({ cid: leaf.cid.toString(), blocks: [leaf] });
    expect(await codeOf(openCar(car))).toBe('content_not_directory');
    // a dag-pb root that is a UnixFS file
    const file = await block(
      DAG_PB,
      dagPb.encode({ Data: new Uint8Array([0x08, 0x02, 0x12, 0x01, 0x61, 0x18, 0x01]), Links: [] }),
    );
    expect(await codeOf(openCar(encodeCar({ cid: file.cid.toString(), blocks: [file] })))).toBe(
      'content_not_directory',
    );
  });

  it.each(['..', '.', 'a/b', '../../etc/passwd', '', 'a\\b', 'a\0'])(
    'refuses an entry named %j',
    async (name) => {
      const leaf = await block(RAW, text('x'));
      const root = await folder([{ Name: name, Hash: leaf.cid }]);
      const car = encodeCar({ cid: root.cid.toString(), blocks: [leaf, root] });
      expect(await codeOf(openCar(car))).not.toBe('taken');
    },
  );

  it('refuses symlinks, modes and empty folders', async () => {
    const link = await block(
      DAG_PB,
      dagPb.encode({ Data: new Uint8Array([0x08, 0x04, 0x12, 0x02, 0x2f, 0x61]), Links: [] }),
    );
    const withLink = await folder([{ Name: 'a', Hash: link.cid }]);
    expect(
      await codeOf(openCar(encodeCar({ cid: withLink.cid.toString(), blocks: [link, withLink] }))),
    ).toBe('content_not_canonical');
    const leaf = await block(RAW, text('x'));
    const withMode = await folder(
      [{ Name: 'a', Hash: leaf.cid }],
      new Uint8Array([0x08, 0x01, 0x38, 0xed, 0x03]),
    );
    expect(
      await codeOf(openCar(encodeCar({ cid: withMode.cid.toString(), blocks: [leaf, withMode] }))),
    ).toBe('content_not_canonical');
    const empty = await folder([]);
    expect(await codeOf(openCar(encodeCar({ cid: empty.cid.toString(), blocks: [empty] })))).toBe(
      'content_empty',
    );
  });

  it('stops at a folder that unfolds without end', async () => {
    let inner = await block(RAW, text('x'));
    const blocks = [inner];
    for (let depth = 0; depth < 12; depth += 1) {
      const Hash = inner.cid;
      const names = Array.from({ length: 50 }, (_, i) => `f${String(i).padStart(2, '0')}`);
      inner = await folder(names.map((Name) => ({ Name, Hash })));
      blocks.push(inner);
    }
    const car = encodeCar({ cid: inner.cid.toString(), blocks });
    expect(await codeOf(openCar(car))).toMatch(/content_too_(large|many_files)/);
  });

  it('stops at limits', async () => {
    const content = await contentIdOf(SAMPLE);
    const car = encodeCar(content);
    const limited = (limits: Partial<typeof DEFAULT_LIMITS>) =>
      codeOf(openCar(car, { limits: { ...DEFAULT_LIMITS, ...limits } }));
    expect(await limited({ maxBytes: 40 })).toBe('content_too_large');
    expect(await limited({ maxFiles: 3 })).toBe('content_too_many_files');
    expect(await limited({ maxBlocks: 3 })).toBe('content_too_large');
  });

  it('survives sections whose length is shorter than their CID', async () => {
    const content = await contentIdOf(new Map([['a', text('')]]));
    const car = encodeCar({ cid: content.cid, blocks: [] });
    const leaf = await block(RAW, text(''));
    for (let length = 0; length <= 35; length += 1) {
      const bad = new Uint8Array([...car, length, ...leaf.cid.bytes, ...leaf.cid.bytes]);
      expect(await codeOf(openCar(bad)), `length ${length}`).not.toBe('taken');
    }
  });

  it('refuses several roots and CAR version 2', async () => {
    const { createWriter } = await import('@ipld/car/buffer-writer');
    const { cid } = await block(RAW, text('x'));
    const two = createWriter(new ArrayBuffer(500), { roots: [cid, cid] }).close({ resize: true });
    expect(await codeOf(decodeCar(two))).toBe('car_roots');
    const v2 = new Uint8Array([0x0a, 0xa1, 0x67, ...text('version'), 0x02, ...new Uint8Array(40)]);
    expect(await codeOf(decodeCar(v2))).toMatch(/car_/);
  });
});
