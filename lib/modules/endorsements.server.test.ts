import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatePrivateKey, privateKeyToAccount } from 'viem/accounts';
import { describe, expect, it } from 'vitest';
import { loadCatalogue } from './catalogue.server';
import { DEVELOPMENT_MAINTAINER } from './development-maintainer';
import { EndorsementsError, problemsOfEndorsed, readEndorsements } from './endorsements.server';

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

  it('are not believed once a module, its certificate or the version was changed', async () => {
    const [first, ...others] = committed.modules;
    const added = [...committed.modules, { ...first, moduleId: `0x${'ff'.repeat(32)}` }];
    const other = [{ ...first, certificate: others[0].certificate }, ...others];
    for (const change of [
      { modules: added },
      { modules: other },
      { version: committed.version + 1 },
    ]) {
      const reading = readEndorsements(DEVELOPMENT_MAINTAINER, fileWith(change));
      await expect(reading).rejects.toThrow(/the signature is not that of/);
    }
  });

  it('count only by the certificate that they name', async () => {
    const endorsed = new Map(await readEndorsements(DEVELOPMENT_MAINTAINER));
    const own = await loadCatalogue();
    expect([...(await problemsOfEndorsed(endorsed, own))]).toEqual([]);
    const [one, other] = own;
    endorsed.set(one!.id, endorsed.get(other!.id)!);
    const problems = await problemsOfEndorsed(endorsed, own);
    expect([...problems.keys()]).toEqual([one!.id]);
    expect(problems.get(one!.id)).toContain(`endorsed by ${endorsed.get(other!.id)}`);
    const nowhere = await problemsOfEndorsed(endorsed, own.slice(0, 1), tmpdir());
    expect(nowhere.get(one!.id)).toContain('there is none');
  });

  it('that are malformed are told as such', async () => {
    const reading = readEndorsements(DEVELOPMENT_MAINTAINER, fileWith({ modules: 'all' }));
    await expect(reading).rejects.toThrow(/missing or malformed/);
  });
});
