import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.server';
import { DEVELOPMENT_MAINTAINER } from './development-maintainer';
import { EndorsementsError, readEndorsements } from './endorsements.server';

const committed = JSON.parse(readFileSync('modules/endorsements.json', 'utf8'));

function fileWith(change: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'reckon-endorsed-')), 'endorsements.json');
  writeFileSync(file, JSON.stringify({ ...committed, ...change }));
  return file;
}

describe('endorsements', () => {
  it('are signed for every module of the catalogue (npm run modules:endorse)', async () => {
    const endorsed = await readEndorsements(DEVELOPMENT_MAINTAINER);
    const missing = (await loadCatalogue()).filter(({ id }) => !endorsed.has(id));
    expect(missing.map(({ manifest }) => manifest.name)).toEqual([]);
  });

  it('count for nobody but the maintainer who is trusted', async () => {
    const other = privateKeyToAccount(generatePrivateKey()).address;
    await expect(readEndorsements(other)).rejects.toThrow(EndorsementsError);
    await expect(readEndorsements(undefined)).rejects.toThrow(/MAINTAINER_ADDRESS/);
  });

  it('are not believed once a module was added or the version raised', async () => {
    const added = [...committed.moduleIds, `0x${'ff'.repeat(32)}`];
    for (const change of [{ moduleIds: added }, { version: committed.version + 1 }]) {
      const reading = readEndorsements(DEVELOPMENT_MAINTAINER, fileWith(change));
      await expect(reading).rejects.toThrow(/the signature is not that of/);
    }
  });

  it('that are malformed are told as such', async () => {
    const reading = readEndorsements(DEVELOPMENT_MAINTAINER, fileWith({ moduleIds: 'all' }));
    await expect(reading).rejects.toThrow(/missing or malformed/);
  });
});
