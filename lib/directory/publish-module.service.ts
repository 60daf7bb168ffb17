import { type Hex, hashTypedData } from 'viem';
import { canonicalSignature } from '../chain/key-signature';
import { encodeCar, type OpenedContent } from '../content/car';
import { ContentError } from '../content/content-error';
import { cidOfId } from '../content/content-id';
import type { Db } from '../db/database.server';
import { outputsOf } from '../execution/certify/problems-of-claims';
import type { Execution } from '../execution/execution';
import { PublicationRefused } from '../execution/publish/publication-refused';
import type { Job } from '../modules/job-inputs';
import type { ModuleManifest } from '../modules/oci-manifest';
import { manifestHashOf, publishTypedData, type SignedPublication } from '../modules/publication';
import {
  findPublishedModule,
  type PublishedModule,
  readAuthorCertificate,
} from '../modules/published-modules.query';
import { insertPublishedModule, keepAuthorCertificate } from '../modules/published-modules.repo';
import type { MarketDomain } from '../offers/offer-types';
import { sameHex } from '../shared/address';
import { ApiError } from '../shared/api-error';
import {
  badCertificate,
  type CheckPorts,
  type ClaimPorts,
  checkAuthorCertificate,
  checkPublication,
} from './check-publication.service';

export type PublishPorts = CheckPorts &
  ClaimPorts & {
    readonly db: Db;
    readonly domain: MarketDomain;
    /** Checks one module after the other. @throws PublicationRefused too many wait */
    readonly inTurn: <T>(check: () => Promise<T>) => Promise<T>;
    /** A folder from the directory, proved by its hashes. @throws ApiError */
    readonly fetchContent: (cid: string) => Promise<OpenedContent>;
  };

export type Published = { readonly id: Hex; readonly cid: string; readonly isNew: boolean };

/**
 * Publishes a module that its author has put into the directory: checks the signature, every file
 * and runs of what it shows, and lists it. The same again changes nothing but its author's certificate.
 *
 * @param certificate what its author says of the runs of a module in a container, where it does
 * @throws PublicationRefused; InfrastructureFault where the example came to no result here
 */
export async function publishModule(
  ports: PublishPorts,
  given: SignedPublication,
  certificate?: unknown,
): Promise<Published> {
  const { db } = ports;
  const publication = { ...given, signature: canonicalSignature(given.signature) };
  const { moduleId, author } = publication;
  const cid = cidOfId(moduleId);
  const known = await findPublishedModule(db, moduleId);
  if (known) {
    if (sameHex(known.author, author)) {
      await keepCertificate(ports, known, certificate);
      return { id: moduleId, cid, isNew: false };
    }
    throw new PublicationRefused(
      'already-published',
      `${known.author} has published this very module already.`,
      `It is at /modules/${moduleId}; change anything in it to publish it as yours.`,
    );
  }
  await refuseBadSignature(ports, publication);
  const content = await fetchFolder(ports, cid);
  if (
    manifestHashOf(content.files.get('manifest.json') ?? new Uint8Array()) !==
    publication.manifestHash
  ) {
    throw new PublicationRefused(
      'wrong-content',
      'The signed manifestHash is not that of the manifest.json in this module.',
      'Sign keccak256 of the bytes of manifest.json.',
    );
  }
  const { manifest, run } = await ports.inTurn(() => checkPublication(content.files, ports));
  const claim =
    certificate === undefined
      ? undefined
      : await checkAuthorCertificate(certificate, { id: moduleId, manifest, author }, ports);
  const isNew = await insertPublishedModule(db, {
    ...publication,
    cid,
    manifest,
    exampleFuel: run?.fuelUsed ?? BigInt(manifest.fuelLimit),
    ...(run && sampleOf(manifest, run)),
    ...(claim && { certificate: claim }),
    car: encodeCar(content),
    publishedAt: BigInt(ports.now()),
  });
  return { id: moduleId, cid, isNew };
}

/** Whoever hands it in: it is its author's by its signature, and the newest by the time in it. */
async function keepCertificate(
  ports: PublishPorts,
  module: PublishedModule,
  value: unknown,
): Promise<void> {
  if (value === undefined) return;
  const certificate = await checkAuthorCertificate(value, module, ports);
  if (await keepAuthorCertificate(ports.db, module.id, certificate)) return;
  const kept = await readAuthorCertificate(ports.db, module.id);
  if (kept?.cid === certificate.cid) return;
  throw badCertificate('The module has a certificate of its author already that is not older.');
}

async function refuseBadSignature(
  { domain, isSignedBy }: PublishPorts,
  publication: SignedPublication,
): Promise<void> {
  const { author, signature } = publication;
  if (await isSignedBy(author, hashTypedData(publishTypedData(domain, publication)), signature)) {
    return;
  }
  throw new PublicationRefused(
    'bad-signature',
    `The signature is not that of ${author} for this module, market and chain ${domain.chainId}.`,
    'Sign PublishModule (EIP-712) with the author’s wallet on this chain.',
  );
}

async function fetchFolder({ fetchContent }: PublishPorts, cid: string): Promise<OpenedContent> {
  try {
    return await fetchContent(cid);
  } catch (error) {
    if (error instanceof ContentError) {
      throw new PublicationRefused('module-too-large', error.message, error.hint);
    }
    if (!(error instanceof ApiError) || error.status === 0 || error.status >= 500) throw error;
    const hint = 'Upload the module’s folder with POST /content of the directory first.';
    const message = `The directory does not hold ${cid}.`;
    throw new PublicationRefused('not-in-directory', message, hint);
  }
}

const LONGEST_SAMPLE_TEXT = 4_000;
const LARGEST_SAMPLE_PICTURE = 1024 * 1024;

/** The first output that can be shown in small: a picture, or the beginning of a text or table. */
function sampleOf({ inputs, outputs, example }: ModuleManifest, run: Execution) {
  const written = outputsOf({ inputs }, { job: example.job as Job, execution: run });
  for (const { path, kind, mediaType } of outputs) {
    const bytes = written.find((output) => output.path === path)?.bytes;
    if (bytes === undefined) continue;
    if (kind === 'text' || kind === 'table') {
      return {
        sampleType:
          kind === 'table' && mediaType.startsWith('text/csv') ? 'text/csv' : 'text/plain',
        sample: bytes.slice(0, LONGEST_SAMPLE_TEXT),
      };
    }
    const isPicture = mediaType === 'image/png' || mediaType === 'image/jpeg';
    if (kind === 'image' && isPicture && bytes.length <= LARGEST_SAMPLE_PICTURE) {
      return { sampleType: mediaType, sample: bytes };
    }
  }
  return {};
}
