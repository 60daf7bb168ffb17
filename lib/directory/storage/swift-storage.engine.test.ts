import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  codeOf,
  resultFiles,
  startWithDeal,
  stopDirectories,
} from '../../../test/directory/start-test-directory';
import { storageContract } from '../../../test/directory/storage-contract';
import { missingSwift, startSwift } from '../../../test/directory/swift-server';
import { describeEngine } from '../../../test/engines/when-present';
import { openS3Storage } from './s3-storage.server';

describeEngine('storage in a bucket of OpenStack Swift', missingSwift(), () => {
  let swift: Awaited<ReturnType<typeof startSwift>>;

  beforeAll(async () => {
    swift = await startSwift();
  }, 240_000);
  afterAll(async () => {
    await stopDirectories();
    await swift?.stop();
  });

  storageContract(() => openS3Storage({ ...swift.settings, prefix: 'contract/', pageKeys: 10 }));

  it('holds a deal’s content and records for the next process', async () => {
    const open = () => openS3Storage({ ...swift.settings, prefix: 'deal/' });
    const test = await startWithDeal({}, { storage: await open() });
    const { directory, as, provider, buyer, deal } = test;
    const { cid } = await as(provider).putContent(resultFiles());
    const receipt = await as(provider).requestResultReceipt({ dealId: deal.dealId, cid });
    await directory.close();
    await test.start({ storage: await open() });
    const { seal, fuelUsed } = receipt;
    test.book.write({ ...deal, posted: { seal, fuelUsed } });
    expect(await codeOf(as(buyer).getContent(cid))).toBe('taken');
  });

  it('says at the start that a secret is wrong', async () => {
    const credentials = { accessKeyId: 'test:tester', secretAccessKey: 'wrong' };
    await expect(openS3Storage({ ...swift.settings, credentials })).rejects.toThrow(
      /refuses the credentials .*\(SignatureDoesNotMatch\)/,
    );
  });
});
