import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { privateKeyToAccount } from 'viem/accounts';
import { readKeyFile } from '../../lib/chain/key-file.server';
import { loadCatalogue } from '../../lib/modules/catalogue.server';
import { readCertificate } from '../../lib/modules/certificate.server';
import { certificateCid } from '../../lib/modules/certificate-schema';
import { DEVELOPMENT_MAINTAINER_KEY } from '../../lib/modules/development-maintainer';
import {
  type EndorsedModule,
  endorsementsSchema,
  endorsementTypedData,
} from '../../lib/modules/endorsements';

const FILE = join('modules', 'endorsements.json');

/**
 * npm run modules:endorse [-- ID=CID...]: signs a list of the catalogue's modules, each with the CID of
 * the certificate beside it, and of the given ids with the CIDs of theirs.
 */
async function main(): Promise<void> {
  const more = process.argv.slice(2).map(endorsedOf);
  const keyFile = process.env.MAINTAINER_KEY_FILE;
  const signer = keyFile
    ? await readKeyFile(keyFile)
    : privateKeyToAccount(DEVELOPMENT_MAINTAINER_KEY);
  const own: EndorsedModule[] = [];
  for (const module of await loadCatalogue()) {
    own.push({ moduleId: module.id, certificate: (await readCertificate(module)).cid });
  }
  const modules = [...own, ...more].sort((one, other) =>
    one.moduleId < other.moduleId ? -1 : one.moduleId > other.moduleId ? 1 : 0,
  );
  const version = (await versionOf(FILE)) + 1;
  const signature = await signer.signTypedData(endorsementTypedData({ modules, version }));
  const list = { maintainer: signer.address, version, modules, signature };
  await writeFile(FILE, `${JSON.stringify(list, null, 2)}\n`);
  const whose = keyFile ? '' : ' with the development key, which counts on local chains only';
  console.log(`${FILE}: ${modules.length} modules, signed by ${signer.address}${whose}`);
}

function endorsedOf(text: string): EndorsedModule {
  const [id = '', cid = ''] = text.split('=');
  if (/^0x[0-9a-f]{64}$/.test(id) && certificateCid.safeParse(cid).success) {
    return { moduleId: id as `0x${string}`, certificate: cid };
  }
  throw new Error(`${text}: it must be ID=CID, a module's id and the CID of its certificate`);
}

async function versionOf(file: string): Promise<number> {
  try {
    const { version } = JSON.parse(await readFile(file, 'utf8')) as { version?: unknown };
    return endorsementsSchema.shape.version.parse(version);
  } catch {
    return 0;
  }
}

main().catch((error: unknown) => {
  console.error(`reckon: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
});
