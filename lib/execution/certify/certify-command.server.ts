import { accessSync, constants, existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import type { PrivateKeyAccount } from 'viem/accounts';
import { KeyFileError, readKeyFile } from '../../chain/key-file.server';
import { ContentError } from '../../content/content-error';
import { loadModule } from '../../modules/catalogue.server';
import { problemsOfRuntimes } from '../../modules/certificate';
import { JobProblemsError } from '../../modules/job-inputs';
import { ManifestError } from '../../modules/manifest';
import { parseModuleManifest } from '../../modules/oci-manifest';
import { probeCidOf } from '../../modules/probe-certificate';
import { InfrastructureFault } from '../infrastructure-fault';
import { ociRunner } from '../oci/oci-runner.server';
import { probeBodyOf, probeDigestOf, probeModule, readOciModule } from '../oci/probe-module.server';
import { probeReport } from '../oci/probe-runs';
import { UsageError } from '../program/parse-command';
import { refusalText } from '../program/refusal';
import { createTransformCache } from '../transform-cache.server';
import { headerProblemOf } from '../wasm/header-problem';
import { MODULE_CAPS } from '../wasm/module-caps';
import { certificateReport, differenceReport, untrueReport } from './certificate-report';
import type { Certification, CertifyOptions } from './certify-module.server';
import { certifyModule, certifyProgram } from './certify-module.server';
import type { CertifyCommand } from './parse-certify';
import { CERTIFY_USAGE, parseCertify } from './parse-certify';
import { findRuntimes } from './runtimes.server';
import { signatureOfCid, signCertificate } from './sign-certificate';

const EXIT = { differs: 1, usage: 64, badInput: 65, fault: 75 } as const;
/** Runs of a module in a container. */
const PROBES = 5;

/** What the command needs of the place where it runs. */
export interface CertifyPlace {
  /** The bundled job child. */
  readonly childPath: string;
  /** Where transformed modules are kept from one run to the next. */
  readonly cacheFolder: string;
  /** Where curated modules are. */
  readonly modulesFolder: string;
  /** Other versions of Node, as npm run test:determinism keeps them. */
  readonly nodesFolder: string;
  /** What paths are relative to. */
  readonly folder: string;
}

/** There is nothing to certify, and why. */
class NoSubject extends Error {}

/**
 * npm run job -- certify: certifies a module and says what was found.
 *
 * @param argv behind `certify`
 * @returns the exit code
 */
export async function runCertifyCommand(
  argv: readonly string[],
  place: CertifyPlace,
): Promise<number> {
  try {
    const command = parseCertify(argv);
    if (command.kind === 'help') {
      process.stdout.write(CERTIFY_USAGE);
      return 0;
    }
    return await certify(command, place);
  } catch (error) {
    const told = toldError(error);
    if (told === undefined) throw error;
    process.stderr.write(`reckon: ${told.message}\n`);
    return told.code;
  }
}

async function certify(command: CertifyCommand, place: CertifyPlace): Promise<number> {
  const container = containerModuleAt(resolve(place.folder, command.subject));
  const keyFile = process.env.CERTIFIER_KEY_FILE;
  // Before minutes of work: a key that cannot be read, a place that cannot be written.
  if (command.out !== undefined) demandPlace(command.out, place.folder);
  const signer = keyFile ? await readKeyFile(resolve(place.folder, keyFile)) : undefined;
  if (container !== undefined) return probe(container, command, signer, place);
  const runtimes = findRuntimes(place.nodesFolder);
  const missing = command.curated ? problemsOfRuntimes(runtimes) : [];
  if (missing.length > 0) {
    const how = 'npm run test:determinism fetches other versions of Node';
    throw new InfrastructureFault(`${missing.join('; ')} (${how})`);
  }
  const certification = await certificationOf(
    command,
    {
      runtimes,
      generated: command.generated,
      childPath: place.childPath,
      cache: createTransformCache({ folder: place.cacheFolder }),
      onRun: (input, runtime) => {
        if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${input}: ${runtime}`);
      },
    },
    place,
  );
  if (process.stderr.isTTY) process.stderr.write('\r\u001b[K');
  if (certification.kind === 'refused') {
    const { rule, offset } = certification;
    throw new NoSubject(refusalOf(command.subject, rule, offset));
  }
  if (certification.kind === 'different') {
    process.stderr.write(differenceReport(certification.differences));
    return EXIT.differs;
  }
  if (certification.kind !== 'certified') {
    const { subject } = command;
    const why =
      certification.kind === 'untrue' ? untrueReport(certification.problems) : certification.excess;
    throw new NoSubject(`${subject}: refused: ${why}`);
  }
  const certificate = await signCertificate(certification.body, signer);
  const json = `${JSON.stringify(certificate, null, 2)}\n`;
  if (command.out !== undefined) writeFileSync(resolve(place.folder, command.out), json);
  process.stdout.write(command.json ? json : certificateReport(certificate));
  return 0;
}

/** @throws NoSubject a file could not be written there */
function demandPlace(out: string, folder: string): void {
  const path = resolve(folder, out);
  try {
    accessSync(dirname(path), constants.W_OK);
    if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new NoSubject(`--out ${out}: the certificate cannot be written there (${code})`);
  }
  throw new NoSubject(`--out ${out} is a folder: name a file for the certificate`);
}

/** The folder of a module that runs in a container; those are probed, as nothing enforces them. */
function containerModuleAt(folder: string): string | undefined {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return undefined;
  return parseModuleManifest(readFileSync(path)).class === 'A' ? undefined : folder;
}

/** Runs a module's example on each engine that OCI_SOCKET names, separated by commas. */
async function probe(
  folder: string,
  { subject, out, json }: CertifyCommand,
  signer: PrivateKeyAccount | undefined,
  place: CertifyPlace,
): Promise<number> {
  const listed = (text = '') => text.split(',').filter((part) => part !== '');
  const sockets = listed(process.env.OCI_SOCKET);
  if (sockets.length === 0) {
    const how = 'set OCI_SOCKET to the socket of Docker or podman (docs/containers.md)';
    throw new NoSubject(`${subject}: this module runs in a container: ${how}`);
  }
  const registries = listed(process.env.OCI_REGISTRIES);
  const gpus = listed(process.env.OCI_GPUS).map((name) => ({ name }));
  const owner = `certify-${process.pid}`;
  const runners = sockets.map((socketPath) => ociRunner({ socketPath, registries, gpus, owner }));
  const module = await readOciModule(folder);
  const found = await probeModule(module, runners, PROBES);
  const body = await probeBodyOf(module, found, Math.floor(Date.now() / 1_000));
  const cid = probeCidOf(body);
  const certificate = { cid, signature: await signatureOfCid(cid, signer), body };
  const text = `${JSON.stringify(certificate, null, 2)}\n`;
  if (out !== undefined) writeFileSync(resolve(place.folder, out), text);
  process.stdout.write(json ? text : probeReport(found, probeDigestOf, module.manifest.resources));
  return found.found === 'B' ? 0 : EXIT.differs;
}

async function certificationOf(
  { subject }: CertifyCommand,
  options: CertifyOptions,
  place: CertifyPlace,
): Promise<Certification> {
  const path = resolve(place.folder, subject);
  if (existsSync(path) && statSync(path).isFile()) {
    return certifyProgram(basename(path), readProgram(path, subject), options);
  }
  const isName = /^[a-z0-9][a-z0-9._-]*$/.test(subject);
  const curated = join(place.modulesFolder, subject);
  const folder = [path, ...(isName ? [curated] : [])].find((one) =>
    existsSync(join(one, 'manifest.json')),
  );
  if (folder === undefined) {
    throw new NoSubject(
      `${subject}: there is no such file, no curated module of that name, and no folder with a manifest.json`,
    );
  }
  const module = await loadModule(folder);
  if (module === undefined) throw new NoSubject(`${subject}: ${folder} lacks module.wasm`);
  return certifyModule(module, options);
}

function refusalOf(subject: string, reason: string, offset: number | undefined): string {
  return `${subject}: refused: ${refusalText({ reason, offset })}`;
}

function readProgram(path: string, subject: string): Uint8Array {
  const { size } = statSync(path);
  const { moduleBytes } = MODULE_CAPS;
  if (size > moduleBytes) {
    throw new NoSubject(
      refusalOf(subject, `larger than ${moduleBytes / 2 ** 20} MiB`, moduleBytes),
    );
  }
  const bytes = new Uint8Array(readFileSync(path));
  const problem = headerProblemOf(bytes);
  if (problem) throw new NoSubject(refusalOf(subject, problem.reason, problem.offset));
  return bytes;
}

/** What a person is told of an error that has a reason, and the exit code; undefined for a bug. */
function toldError(error: unknown): { message: string; code: number } | undefined {
  if (error instanceof UsageError) {
    return { message: `${error.message}\n${CERTIFY_USAGE}`, code: EXIT.usage };
  }
  if (error instanceof InfrastructureFault) {
    return { message: `infrastructure fault: ${error.message}`, code: EXIT.fault };
  }
  if (error instanceof KeyFileError) {
    return { message: `CERTIFIER_KEY_FILE: ${error.message}`, code: EXIT.badInput };
  }
  const isBadInput =
    error instanceof NoSubject ||
    error instanceof ManifestError ||
    error instanceof JobProblemsError ||
    error instanceof ContentError;
  return isBadInput ? { message: error.message, code: EXIT.badInput } : undefined;
}
