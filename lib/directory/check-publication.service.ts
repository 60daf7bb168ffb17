import { type Address, type Hex, hashMessage } from 'viem';
import type { Execution } from '../execution/execution';
import { areOfContainer, checkContainerFiles } from '../execution/publish/check-module-files';
import { PublicationRefused } from '../execution/publish/publication-refused';
import { type TrialPorts, tryModule } from '../execution/publish/try-module';
import { certificateText } from '../modules/certificate';
import type { ModuleManifest, OciManifest } from '../modules/oci-manifest';
import {
  type ProbeCertificate,
  parseProbeCertificate,
  problemsOfProbe,
} from '../modules/probe-certificate';
import { sameHex } from '../shared/address';

export type CheckPorts = TrialPorts & {
  /** Rejects, with what is wrong, where an archive is not the image with that id. */
  readonly proveImage: (archive: Uint8Array, id: string) => Promise<unknown>;
};

export type ClaimPorts = {
  /** A key's signature, or a contract's consent. */
  readonly isSignedBy: (signer: Address, digest: Hex, signature: Hex) => Promise<boolean>;
  /** Seconds since 1970. */
  readonly now: () => number;
};

/** How far the clock of who certifies may be ahead; a later certificate could not be replaced for long. */
const SECONDS_AHEAD = 300;

export type CheckedPublication = {
  readonly manifest: ModuleManifest;
  /** A run of the example; undefined for a module in a container, of which there is none here. */
  readonly run: Execution | undefined;
};

/**
 * Checks a module before it is published: its files, and runs of what it shows. There is no engine of
 * containers here, so such a module is not run: its manifest is checked, and that the image it carries
 * is the one that it names.
 *
 * @throws PublicationRefused; whatever a port throws where it came to no result
 */
export async function checkPublication(
  files: ReadonlyMap<string, Uint8Array>,
  ports: CheckPorts,
): Promise<CheckedPublication> {
  if (!areOfContainer(files)) return tryModule(files, ports);
  const { manifest, archive } = checkContainerFiles(files);
  const { image } = manifest;
  if (archive !== undefined && typeof image !== 'string') {
    await ports.proveImage(archive, image.id).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      throw new PublicationRefused(
        'bad-image',
        `${image.archive}: ${why}.`,
        'Save the image by its id (podman save --format docker-archive), and name that id in image.id.',
      );
    });
  }
  return { manifest, run: undefined };
}

/**
 * Holds a certificate against the module that it came with. It is its author's word, and must be
 * signed with the author's key; whether it is true nobody checks here.
 *
 * @throws PublicationRefused
 */
export async function checkAuthorCertificate(
  value: unknown,
  module: { readonly id: Hex; readonly manifest: ModuleManifest; readonly author: Address },
  { isSignedBy, now }: ClaimPorts,
): Promise<ProbeCertificate> {
  if (module.manifest.class === 'A') {
    throw badCertificate(
      'A module of WebAssembly needs no author’s certificate: its example was run here.',
    );
  }
  const certificate = read(value);
  const [problem] = problemsOfProbe(certificate, {
    id: module.id,
    manifest: module.manifest as OciManifest,
  });
  if (problem) throw badCertificate(`The certificate is not of this module: ${problem}.`);
  const { cid, signature, body } = certificate;
  if (body.madeAt > now() + SECONDS_AHEAD) {
    throw badCertificate('The certificate is of the future: set the clock of your machine.');
  }
  if (signature === null || !sameHex(signature.signer, module.author)) {
    throw badCertificate(
      `The certificate is not signed by ${module.author}, who publishes the module.`,
    );
  }
  if (
    !(await isSignedBy(signature.signer, hashMessage(certificateText(cid)), signature.signature))
  ) {
    throw badCertificate(`The certificate’s signature is not that of ${signature.signer}.`);
  }
  return certificate;
}

export function badCertificate(message: string): PublicationRefused {
  return new PublicationRefused(
    'bad-certificate',
    message,
    'npm run -s job -- certify FOLDER --out certificate.json makes one; CERTIFIER_KEY_FILE must be the author’s key.',
  );
}

function read(value: unknown): ProbeCertificate {
  try {
    return parseProbeCertificate(value);
  } catch (error) {
    throw badCertificate(error instanceof Error ? error.message : String(error));
  }
}
