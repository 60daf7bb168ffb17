import type { Hex } from 'viem';
import { ManifestError } from '../../modules/manifest';
import { imageDigestOf, type OciManifest, parseOciManifest } from '../../modules/oci-manifest';
import { OCI_ENGINE } from '../engine-id';
import { BadInput, isFileName, prepareInputs } from '../prepare-inputs';
import type { RunnerJob } from '../runner';
import { seedOf } from './oci-engine';

/** A job in a container, once everything fits. */
export interface PreparedOciJob {
  readonly manifest: OciManifest;
  /** The archive of the image, where the module carries it. */
  readonly archive: Uint8Array | undefined;
  /** Paths below /inputs: job.json, files/..., module/data/... */
  readonly files: ReadonlyMap<string, Uint8Array>;
  /** 32 bytes that depend on image and job alone. */
  readonly seed: Hex;
}

/**
 * Checks a job against its module's manifest, in words that are the same on every machine. The salt
 * is left out: a module never sees it.
 *
 * @param grants what the deal grants; without it what the manifest asks for
 * @throws BadInput
 */
export function prepareOciJob(
  moduleFiles: ReadonlyMap<string, Uint8Array>,
  inputFiles: ReadonlyMap<string, Uint8Array>,
  grants?: RunnerJob['grants'],
): PreparedOciJob {
  const manifest = manifestOf(moduleFiles);
  if (manifest.engine !== OCI_ENGINE) throw new BadInput('the module wants another engine');
  const { image, resources } = manifest;
  if (grants !== undefined && grants.gpuCount < resources.gpuCount) {
    throw new BadInput('the deal grants fewer GPUs than the module needs');
  }
  const archive = typeof image === 'string' ? undefined : moduleFiles.get(image.archive);
  if (typeof image !== 'string' && archive === undefined) {
    throw new BadInput('the module has no such image');
  }
  const { job, uploads } = prepareInputs(manifest.inputs, inputFiles);
  const files = new Map<string, Uint8Array>([['job.json', job]]);
  for (const [name, bytes] of uploads) files.set(`files/${name}`, bytes);
  for (const [path, bytes] of moduleFiles) {
    if (!path.startsWith('data/')) continue;
    if (!path.split('/').every(isFileName)) throw new BadInput('the module holds a bad file name');
    files.set(`module/${path}`, bytes);
  }
  const digest = `0x${imageDigestOf(manifest).slice('sha256:'.length)}` as const;
  return { manifest, archive, files, seed: seedOf(digest, job) };
}

function manifestOf(moduleFiles: ReadonlyMap<string, Uint8Array>): OciManifest {
  const bytes = moduleFiles.get('manifest.json');
  if (bytes === undefined) throw new BadInput('the module has no manifest');
  try {
    return parseOciManifest(bytes);
  } catch (error) {
    if (error instanceof ManifestError) throw new BadInput('the manifest is not valid');
    throw error;
  }
}
