import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateKeyToAccount } from 'viem/accounts';
import { readKeyFile } from '../../lib/chain/key-file.server';
import { loadCatalogue } from '../../lib/modules/catalogue.server';
import { DEVELOPMENT_MAINTAINER_KEY } from '../../lib/modules/development-maintainer';
import { endorsementsSchema, endorsementTypedData } from '../../lib/modules/endorsements';
import { ascending } from '../../lib/shared/address';

const FILE = join('modules', 'endorsements.json');

/** npm run modules:endorse [-- ID...]: signs a list of the catalogue's modules and of the given ids. */
async function main(): Promise<void> {
  const more = process.argv.slice(2);
  const wrong = more.find((id) => !/^0x[0-9a-f]{64}$/.test(id));
  if (wrong !== undefined) throw new Error(`${wrong} is no module id: 0x and 64 hex digits`);
  const keyFile = process.env.MAINTAINER_KEY_FILE;
  const signer = keyFile
    ? await readKeyFile(keyFile)
    : privateKeyToAccount(DEVELOPMENT_MAINTAINER_KEY);
  const catalogue = await loadCatalogue();
  const moduleIds = ascending([...catalogue.map(({ id }) => id), ...(more as `0x${string}`[])]);
  const version = (await versionOf(FILE)) + 1;
  const signature = await signer.signTypedData(endorsementTypedData({ moduleIds, version }));
  const list = { maintainer: signer.address, version, moduleIds, signature };
  await writeFile(FILE, `${JSON.stringify(list, null, 2)}\n`);
  const whose = keyFile ? '' : ' with the development key, which counts on local chains only';
  console.log(`${FILE}: ${moduleIds.length} modules, signed by ${signer.address}${whose}`);
}

async function versionOf(file: string): Promise<number> {
  try {
    return endorsementsSchema.parse(JSON.parse(await readFile(file, 'utf8'))).version;
  } catch {
    return 0;
  }
}

main().catch((error: unknown) => {
  console.error(`reckon: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
