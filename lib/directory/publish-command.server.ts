import { existsSync, readFileSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { parseDeployment } from '../chain/deployment';
import { KeyFileError, readKeyFile } from '../chain/key-file.server';
import { ContentError } from '../content/content-error';
import { InfrastructureFault } from '../execution/infrastructure-fault';
import { proveImageArchive } from '../execution/oci/image-archive.server';
import { UsageError, usageErrorOf } from '../execution/program/parse-command';
import { areOfContainer } from '../execution/publish/check-module-files';
import { checkWasm } from '../execution/publish/check-wasm';
import { PublicationRefused } from '../execution/publish/publication-refused';
import { runJob } from '../execution/run-job.server';
import { moduleFilesUnder } from '../modules/catalogue.server';
import { canonicalManifest, manifestHashOf, publishTypedData } from '../modules/publication';
import { marketDomain } from '../offers/offer-types';
import { getJson, postJson } from '../shared/api.client';
import { ApiError } from '../shared/api-error';
import type { JsonValue } from '../shared/canonical-json';
import { checkPublication } from './check-publication.service';
import { DirectoryClient } from './directory.client';

const EXIT = { usage: 64, badInput: 65, fault: 75 } as const;
const WALL_LIMIT_MS = 120_000;
/** What the system says of a file that its user named wrongly. */
const BAD_FILE: readonly unknown[] = ['ENOENT', 'EISDIR', 'ENOTDIR', 'EACCES'];

const USAGE = `usage: npm run -s job -- publish FOLDER [options]
       npm run -s job -- publish FILE.wasm --manifest FILE [options]

Publishes a module: checks it and runs its example here, puts its folder into the market's
directory, signs (EIP-712, PublishModule) and posts it. A FOLDER has manifest.json, module.wasm
and, where there are any, data/ and example/. The manifest is written as canonical JSON.
A module in a container has the archive of its image in place of module.wasm, or names an image
in a registry; it is not run here, and a certificate.json in its folder (npm run -s job -- certify
FOLDER --out FOLDER/certificate.json, signed with the same key) goes with it as your claim.

  --manifest FILE  the manifest of a bare FILE.wasm; its example has no files then
  --api URL        the market's website (API_URL, or http://localhost:3000)
  --directory URL  another directory than the market's first one
  --check          only check: nothing is sent and no key is needed
  --help           print this

AUTHOR_KEY_FILE names a file with the author's private key (0x and 64 hex digits, mode 0600).

exit code: 0 published, 64 usage, 65 refused, 75 infrastructure fault or no connection
`;

/** What the command needs of the place where it runs. */
export interface PublishPlace {
  /** The bundled job child. */
  readonly childPath: string;
  /** What paths are relative to. */
  readonly folder: string;
}

/**
 * npm run job -- publish: what the page /modules/new does, from a terminal.
 *
 * @param argv behind `publish`
 * @returns the exit code
 */
export async function runPublishCommand(
  argv: readonly string[],
  place: PublishPlace,
): Promise<number> {
  try {
    const { values, positionals } = parsed(argv);
    if (values.help === true) {
      process.stdout.write(USAGE);
      return 0;
    }
    const files = await filesOf(positionals, values.manifest, place);
    const certificate = certificateIn(files, positionals[0] ?? '', place);
    const { run } = await checkPublication(files, {
      checkWasm,
      runTrial: (job, onProgress) =>
        runJob(job, { childPath: place.childPath, wallLimitMs: WALL_LIMIT_MS, onProgress }),
      proveImage: proveImageArchive,
    });
    if (values.check === true) {
      const note = run ? '' : ' (it runs in a container, and was not run: see certify)';
      process.stdout.write(`checked: the market would take it${note}\n`);
      return 0;
    }
    const site = (values.api ?? process.env.API_URL ?? 'http://localhost:3000').replace(/\/+$/, '');
    process.stdout.write(await publish(files, certificate, site, values.directory, place));
    return 0;
  } catch (error) {
    const told = toldError(error);
    if (told === undefined) throw error;
    process.stderr.write(`reckon: ${told.text}\n`);
    return told.code;
  }
}

async function publish(
  files: ReadonlyMap<string, Uint8Array>,
  certificate: JsonValue | undefined,
  site: string,
  directoryUrl: string | undefined,
  place: PublishPlace,
): Promise<string> {
  const keyFile = process.env.AUTHOR_KEY_FILE;
  if (!keyFile) throw new UsageError('AUTHOR_KEY_FILE is missing: it names the author’s key file');
  const author = await readKeyFile(resolve(place.folder, keyFile));
  const { deployment } = await getJson<{ deployment: unknown }>(`${site}/api/v1/status`);
  const { chainId, market, directories } = parseDeployment(JSON.stringify(deployment));
  const url = directoryUrl ?? directories[0]?.url;
  if (url === undefined) throw new UsageError('the market names no directory: give --directory');
  const domain = marketDomain(chainId, market);
  const { id, cid } = await new DirectoryClient({ url, domain }).putContent(files);
  const manifestHash = manifestHashOf(files.get('manifest.json') ?? new Uint8Array());
  const publication = { moduleId: id, manifestHash, author: author.address };
  const signature = await author.signTypedData(publishTypedData(domain, publication));
  const { isNew } = await postJson<{ isNew: boolean }>(`${site}/api/v1/modules`, {
    ...publication,
    signature,
    ...(certificate !== undefined && { certificate }),
  });
  const what = isNew ? 'published' : 'was published before';
  return `${what}: ${id}\ncid: ${cid}\n${site}/modules/${id}\n`;
}

async function filesOf(
  subjects: readonly string[],
  manifestPath: string | undefined,
  { folder }: PublishPlace,
): Promise<Map<string, Uint8Array>> {
  const [subject, ...more] = subjects;
  if (subject === undefined || more.length > 0)
    throw new UsageError('name one FOLDER or FILE.wasm');
  const path = resolve(folder, subject);
  if (!existsSync(path)) throw new UsageError(`${subject}: there is no such file or folder`);
  const isFolder = statSync(path).isDirectory();
  if (isFolder === (manifestPath !== undefined)) {
    throw new UsageError(
      isFolder ? 'a FOLDER has its own manifest.json' : 'a FILE.wasm needs --manifest FILE',
    );
  }
  const files = isFolder
    ? await moduleFilesUnder(path)
    : new Map([
        ['module.wasm', new Uint8Array(readFileSync(path))],
        ['manifest.json', new Uint8Array(readFileSync(resolve(folder, manifestPath ?? '')))],
      ]);
  const manifest = files.get('manifest.json');
  return manifest ? files.set('manifest.json', canonicalManifest(manifest)) : files;
}

/** What `certify --out FOLDER/certificate.json` wrote of a module in a container. */
function certificateIn(
  files: ReadonlyMap<string, Uint8Array>,
  subject: string,
  { folder }: PublishPlace,
): JsonValue | undefined {
  const path = resolve(folder, subject, 'certificate.json');
  if (!areOfContainer(files) || !existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as JsonValue;
  } catch {
    throw new PublicationRefused(
      'bad-certificate',
      `${path} is not JSON.`,
      'Make it again or remove it.',
    );
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        manifest: { type: 'string' },
        api: { type: 'string' },
        directory: { type: 'string' },
        check: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usageErrorOf(error);
  }
}

/** What a person is told of an error that has a reason, and the exit code; undefined for a bug. */
function toldError(error: unknown): { text: string; code: number } | undefined {
  if (error instanceof UsageError) return { text: `${error.message}\n${USAGE}`, code: EXIT.usage };
  if (error instanceof InfrastructureFault) {
    return { text: `infrastructure fault: ${error.message}`, code: EXIT.fault };
  }
  if (error instanceof PublicationRefused || error instanceof ContentError) {
    return {
      text: `refused: ${error.message}${error.hint ? ` ${error.hint}` : ''}`,
      code: EXIT.badInput,
    };
  }
  if (error instanceof ApiError) {
    const isOurs = error.status >= 400 && error.status < 500;
    const text = `${error.message}${error.hint ? ` ${error.hint}` : ''}`;
    return { text, code: isOurs ? EXIT.badInput : EXIT.fault };
  }
  const isBadFile =
    error instanceof KeyFileError || BAD_FILE.includes((error as { code?: unknown }).code);
  return isBadFile ? { text: (error as Error).message, code: EXIT.badInput } : undefined;
}
