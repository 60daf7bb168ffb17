import type { Hex } from 'viem';
import { afterAll, describe, expect, it } from 'vitest';
import { testHash } from '../../test/builders/offers';
import {
  codeOf,
  inputFiles,
  moduleFiles,
  newAccount,
  resultFiles,
  startTestDirectory,
  startWithDeal,
  stopDirectories,
} from '../../test/directory/start-test-directory';
import { encodeCar } from '../content/car';
import { contentIdOf } from '../content/content-id';
import { collectGarbage } from './directory.server';
import { metricsText } from './metrics';
import { openFolderStorage } from './storage/folder-storage.server';
import type { Storage } from './storage/storage';
import { storeFull } from './storage/storage-error';

afterAll(stopDirectories);

const DAY = 86_400;

/** A storage in a folder whose disk is full while `disk.isFull`. */
async function fillableStorage(folder: string) {
  const storage = await openFolderStorage(folder);
  const disk = { isFull: false };
  const demandRoom = () => {
    if (disk.isFull) throw storeFull(new Error('ENOSPC: no space left on device'));
  };
  const wrapped: Storage = {
    ...storage,
    blocks: {
      ...storage.blocks,
      put: async (cid, bytes) => {
        demandRoom();
        await storage.blocks.put(cid, bytes);
      },
    },
    documents: (kind) => {
      const documents = storage.documents(kind);
      return {
        kind,
        list: () => documents.list(),
        remove: (name) => documents.remove(name),
        write: async (name, text) => {
          demandRoom();
          await documents.write(name, text);
        },
      };
    },
  };
  return { storage: wrapped, disk };
}

describe('collecting', () => {
  it('keeps a result exactly until the date of its receipt', async () => {
    const clock = { now: 1_000_000_000 };
    const test = await startWithDeal({ matchedAt: clock.now }, { now: () => clock.now });
    const { directory, as, provider, buyer, deal, book } = test;
    const { dealId } = deal;
    const { cid, id } = await as(provider).putContent(resultFiles());
    const receipt = await as(provider).requestResultReceipt({ dealId, cid });
    const { seal, fuelUsed, heldUntil } = receipt;
    book.write({ ...deal, posted: { seal, fuelUsed }, isSettled: true });
    for (clock.now = 1_000_000_000; clock.now < heldUntil; clock.now += DAY) {
      await collectGarbage(directory.ports);
      expect(await codeOf(as(buyer).getContent(cid))).toBe('taken');
    }
    clock.now = heldUntil;
    await collectGarbage(directory.ports);
    expect(await codeOf(as(buyer).getContent(cid))).toBe('taken');
    clock.now = heldUntil + 1;
    await collectGarbage(directory.ports);
    expect(directory.ports.store.record(id)).toBeUndefined();
    expect(directory.ports.deals.get(dealId)).toBeUndefined();
    expect(await codeOf(as(buyer).getContent(cid))).toBe('not_found');
  });

  it('keeps what a deal still needs beyond every date', async () => {
    const clock = { now: 1_000_000_000 };
    const test = await startWithDeal({}, { now: () => clock.now });
    const { directory, inputsId, moduleId } = test;
    clock.now += 1_000 * DAY;
    await collectGarbage(directory.ports);
    expect(await directory.ports.store.open(inputsId)).toBeDefined();
    expect(await directory.ports.store.open(moduleId)).toBeDefined();
  });

  it('drops nothing that is promised while it runs', async () => {
    const clock = { now: 1_000_000_000 };
    const { directory, client } = await startTestDirectory({ now: () => clock.now });
    const buyer = directory.ports.signer.address;
    const { id: moduleId } = await client.putContent(moduleFiles);
    const all = Array.from({ length: 12 }, () => inputFiles());
    const ids = await Promise.all(all.map(async (inputs) => (await client.putContent(inputs)).id));
    clock.now += 7 * 3_600;
    const asked = all.map((inputs, i) =>
      client.requestInputReceipt({ moduleId, inputsId: ids[i] ?? moduleId, buyer, inputs }).then(
        () => ids[i],
        () => undefined,
      ),
    );
    const collecting = collectGarbage(directory.ports);
    const promised = (await Promise.all(asked)).flatMap((id) => id ?? []);
    await collecting;
    await collectGarbage(directory.ports);
    for (const id of promised) expect(await directory.ports.store.open(id)).toBeDefined();
  });
});

describe('what strangers bring', () => {
  const large = () => inputFiles().set('files/a', new Uint8Array(30_000));
  const largeModule = () => new Map(moduleFiles).set('data/a', new Uint8Array(30_000));

  it('goes after an hour unless a receipt promises it', async () => {
    const clock = { now: 1_000_000_000 };
    const test = await startWithDeal({}, { now: () => clock.now });
    const { directory, client, moduleId, provider } = test;
    const left = await client.putContent(large());
    const claimed = large();
    const { id: inputsId } = await client.putContent(claimed);
    const request = { moduleId, inputsId, buyer: provider.address, inputs: claimed };
    const { heldUntil } = await client.requestInputReceipt(request);
    const holds = (id: Hex) => directory.ports.store.record(id) !== undefined;
    clock.now += 3_600;
    await collectGarbage(directory.ports);
    expect([holds(left.id), holds(inputsId)]).toEqual([true, true]);
    clock.now += 1;
    await collectGarbage(directory.ports);
    expect([holds(left.id), holds(inputsId)]).toEqual([false, true]);
    clock.now = heldUntil + 1;
    await collectGarbage(directory.ports);
    expect(holds(inputsId)).toBe(false);
  });

  it('never fills a directory: one network has a share for what no deal is about', async () => {
    const clock = { now: 1_000_000_000 };
    const options = { unusedBytesEach: 120_000, now: () => clock.now };
    const test = await startWithDeal({ matchedAt: clock.now }, options);
    const { directory, client, as, buyer, provider, deal, book, moduleId } = test;
    const [first, second] = [large(), large()];
    const { id: inputsId } = await client.putContent(first);
    // A promise costs nothing, so it takes of the share all the same.
    await client.requestInputReceipt({ moduleId, inputsId, buyer: buyer.address, inputs: first });
    await client.putContent(second);
    expect(await codeOf(client.putContent(large()))).toBe('share_full');
    // Nor does a key that was made for it help.
    expect(await codeOf(as(newAccount()).putContent(large()))).toBe('share_full');
    expect(await codeOf(client.putContent(second))).toBe('taken');
    // What a live deal waits for is never in the way.
    const result = await as(provider).putContent(resultFiles());
    await as(provider).requestResultReceipt({ dealId: deal.dealId, cid: result.cid });
    // A deal about the first gives its part of the share back; so does time the second's.
    book.write({ ...deal, dealId: testHash(0xfeed), inputsId });
    expect(await codeOf(client.putContent(large()))).toBe('taken');
    expect(await codeOf(client.putContent(large()))).toBe('share_full');
    clock.now += 3_601;
    await collectGarbage(directory.ports);
    expect(await codeOf(client.putContent(large()))).toBe('taken');
    // So does a deal that runs a module of one's own.
    const { id: ownModule } = await client.putContent(largeModule());
    expect(await codeOf(client.putContent(large()))).toBe('share_full');
    book.write({ ...deal, dealId: testHash(0xfeee), moduleId: ownModule });
    expect(await codeOf(client.putContent(large()))).toBe('taken');
  });

  it('is counted by network, also in parts', async () => {
    const test = await startTestDirectory({ unusedBytesEach: 60_000, trustProxy: true });
    const from = (address: string) => ({ 'x-forwarded-for': address });
    const send = async (address: string) => {
      const { cid, blocks } = await contentIdOf(large());
      const body = encodeCar({ cid, blocks }) as Uint8Array<ArrayBuffer>;
      const tus = { ...from(address), 'tus-resumable': '1.0.0' };
      const begun = await fetch(`${test.url}/uploads`, {
        method: 'POST',
        headers: { ...tus, 'upload-length': String(body.length) },
      });
      const id = begun.headers.get('location')?.split('/').at(-1);
      const part = { 'upload-offset': '0', 'content-type': 'application/offset+octet-stream' };
      const headers = { ...tus, ...part };
      await fetch(`${test.url}/uploads/${id}`, { method: 'PATCH', headers, body });
      const made = await fetch(`${test.url}/uploads/${id}/content`, {
        method: 'POST',
        headers: from(address),
        body: JSON.stringify({ cid }),
      });
      return made.status;
    };
    expect(await send('2001:db8:1:2::a')).toBe(201);
    expect(await send('2001:db8:1:2::b')).toBe(507);
    expect(await send('192.0.2.9')).toBe(201);
  });
});

describe('a full disk', () => {
  it('refuses more with 507, keeps what it has, and goes on once there is room', async () => {
    const { folder } = await startTestDirectory();
    const { storage, disk } = await fillableStorage(folder);
    const test = await startWithDeal({}, { storage });
    const { client, as, buyer, provider, deal, directory, inputs, inputsId, moduleId } = test;
    disk.isFull = true;
    expect(await codeOf(client.putContent(inputFiles()))).toBe('store_full');
    const request = { moduleId, inputsId, buyer: provider.address, inputs };
    expect(await codeOf(client.requestInputReceipt(request))).toBe('store_full');
    expect(await codeOf(as(buyer).addGuest(deal.dealId, buyer.address))).toBe('store_full');
    expect(await as(buyer).listGuests(deal.dealId)).toEqual([]);
    expect(await directory.ports.store.open(inputsId)).toBeDefined();
    disk.isFull = false;
    expect(await codeOf(client.requestInputReceipt(request))).toBe('taken');
  });

  it('is told before the disk’s end by the directory’s own bound', async () => {
    const { client } = await startTestDirectory({ maxStoreBytes: 27_000 });
    await client.putContent(moduleFiles);
    const large = inputFiles().set('files/a', new Uint8Array(30_000));
    expect(await codeOf(client.putContent(large))).toBe('store_full');
    expect(await codeOf(client.putContent(moduleFiles))).toBe('taken');
  });
});

describe('what is held', () => {
  it('is summed up by kind and by why it stays', async () => {
    const test = await startWithDeal();
    const { directory, client, receipt } = test;
    await client.putContent(inputFiles({ text: 'passing' }));
    const holdings = directory.ports.store.holdings(directory.ports.now());
    expect(holdings.byKind).toMatchObject({ module: { records: 1 }, inputs: { records: 2 } });
    expect(holdings.promised.records).toBe(2);
    expect(holdings.passing.records).toBe(1);
    expect(holdings.promisedUntil).toBe(receipt.heldUntil);
    const text = metricsText(holdings, await directory.uploads.underWay());
    expect(text).toContain('reckon_directory_contents{kind="inputs"} 2\n');
    expect(text).toContain(`reckon_directory_promised_until_seconds ${receipt.heldUntil}\n`);
    expect(text).toContain('reckon_directory_uploads 0\n');
  });
});
