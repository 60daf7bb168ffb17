import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startS3Server } from '../../../test/directory/s3-server';
import {
  codeOf,
  inputFiles,
  moduleFiles,
  resultFiles,
  startWithDeal,
  stopDirectories,
} from '../../../test/directory/start-test-directory';
import { storageContract } from '../../../test/directory/storage-contract';
import { cidOfId } from '../../content/content-id';
import { collectGarbage } from '../directory.server';
import { openFolderStorage } from './folder-storage.server';
import { openS3Storage } from './s3-storage.server';

let s3: Awaited<ReturnType<typeof startS3Server>>;

beforeAll(async () => {
  s3 = await startS3Server();
});
afterAll(async () => {
  await stopDirectories();
  await s3.stop();
});

const openAt = (prefix: string) => openS3Storage({ ...s3.settings, prefix });

describe('storage in a folder', () => {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-storage-'));
  storageContract(() => openFolderStorage(folder));
});

describe('storage in an S3 bucket', () => {
  storageContract(() => openS3Storage({ ...s3.settings, prefix: 'contract/', pageKeys: 10 }));

  it('holds a deal’s content and records for the next process, and no other prefix’s', async () => {
    const test = await startWithDeal({}, { storage: await openAt('a/') });
    const { directory, as, provider, buyer, deal, inputsId } = test;
    const { cid } = await as(provider).putContent(resultFiles());
    const receipt = await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    await as(buyer).addGuest(deal.dealId, provider.address);
    await directory.close();
    const again = await test.start({ storage: await openAt('a/') });
    const { seal, fuelUsed } = receipt;
    test.book.write({ ...deal, posted: { seal, fuelUsed } });
    expect(await as(buyer).listResults(deal.dealId)).toMatchObject([{ cid, seal }]);
    expect(await codeOf(as(buyer).getContent(cid))).toBe('taken');
    expect(await as(buyer).listGuests(deal.dealId)).toEqual([provider.address]);
    expect(again.ports.store.record(inputsId)?.heldUntil).toBe(test.receipt.heldUntil);
    const other = await startWithDeal({}, { storage: await openAt('b/') });
    expect(other.directory.ports.store.record(inputsId)).toBeUndefined();
  });

  it('collects what was promised to nobody, and keeps the rest', async () => {
    let now = 1_000_000_000;
    const storage = await openAt('gc/');
    const test = await startWithDeal({}, { storage, now: () => now });
    const { directory, client, inputsId, moduleId, book, deal } = test;
    const { id: loose } = await client.putContent(inputFiles({ text: 'loose' }));
    now += 7 * 3600;
    expect(await collectGarbage(directory.ports)).toEqual({ records: 1, blocks: 3 });
    expect(directory.ports.store.record(loose)).toBeUndefined();
    expect(await directory.ports.store.open(inputsId)).toBeDefined();
    expect(await directory.ports.store.open(moduleId)).toBeDefined();
    book.write({ ...deal, isSettled: true });
    now = test.receipt.heldUntil + 1;
    expect(await collectGarbage(directory.ports)).toMatchObject({ records: 2 });
    const left: string[] = [];
    for await (const digest of storage.blocks.list()) left.push(digest);
    expect(left).toEqual([]);
  });

  it('answers 503 while the bucket is gone, and has lost nothing once it is back', async () => {
    const test = await startWithDeal({}, { storage: await openAt('gone/') });
    const { directory, client, as, buyer, deal, inputsId, moduleId, inputs, url } = test;
    s3.takeAway();
    try {
      const response = await fetch(`${url}/content/${cidOfId(moduleId)}`);
      expect(response.status).toBe(503);
      expect(await codeOf(as(buyer).getContent(cidOfId(inputsId)))).toBe('storage_unavailable');
      expect(await codeOf(client.putContent(inputFiles()))).toBe('storage_unavailable');
      const asked = client.requestInputReceipt({
        moduleId,
        inputsId,
        buyer: buyer.address,
        inputs,
      });
      expect(await codeOf(asked)).toBe('storage_unavailable');
      expect(await codeOf(as(buyer).addGuest(deal.dealId, buyer.address))).toBe(
        'storage_unavailable',
      );
      expect(await codeOf(collectGarbage(directory.ports))).toBe('storage_unavailable');
    } finally {
      s3.bringBack();
    }
    expect(await codeOf(as(buyer).getContent(cidOfId(inputsId)))).toBe('taken');
    expect(await as(buyer).listGuests(deal.dealId)).toEqual([]);
    expect((await client.putContent(moduleFiles)).id).toBe(moduleId);
  });

  it('says at the start what is wrong with its settings', async () => {
    const messageOf = (settings: Partial<typeof s3.settings>) =>
      openS3Storage({ ...s3.settings, ...settings }).then(
        () => 'opened',
        (error: Error) => `${error.name}: ${error.message}`,
      );
    expect(await messageOf({ bucket: 'not-there' })).toMatch(
      /StorageSettingsError: There is no bucket "not-there"/,
    );
    // A wrong secret of a known key is for the Swift tests: s3rver takes it.
    const credentials = { accessKeyId: 'somebody', secretAccessKey: 'S3RVER' };
    expect(await messageOf({ credentials })).toMatch(
      /StorageSettingsError: The S3 server .* refuses the credentials .*S3_SECRET_ACCESS_KEY/,
    );
    expect(await messageOf({ endpoint: 'http://127.0.0.1:9' })).toMatch(/cannot be used/);
  });
});
