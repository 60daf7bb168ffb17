import type { Hex } from 'viem';
import { bytesToHex } from 'viem';
import type { Job, JobSchema } from '../modules/job-inputs';
import { problemsOfJob } from '../modules/job-inputs';

const LARGEST_JOB = 4 * 1024 * 1024;
const SALT_BYTES = 32;

export const FILES = 'files/';

/** The module or the inputs cannot be run at all. The message is part of the result (stderr). */
export class BadInput extends Error {}

/** An input bundle that fits its module. */
export interface PreparedInputs {
  /** job.json as it came. */
  readonly job: Uint8Array;
  readonly salt: Hex;
  /** What job.json says. */
  readonly values: Job;
  /** By name, without "files/". */
  readonly uploads: ReadonlyMap<string, Uint8Array>;
}

/**
 * Checks an input bundle against a manifest's `inputs`. The texts are fixed: every executor must find
 * the same words, so none comes from a library.
 *
 * @throws BadInput
 */
export function prepareInputs(
  schema: JobSchema,
  inputFiles: ReadonlyMap<string, Uint8Array>,
): PreparedInputs {
  const job = inputFiles.get('job.json');
  if (job === undefined) throw new BadInput('job.json is missing');
  const uploads = new Map<string, Uint8Array>();
  for (const [path, bytes] of inputFiles) {
    if (path === 'job.json') continue;
    if (path === 'salt') {
      if (bytes.length !== SALT_BYTES) throw new BadInput('the salt is not 32 bytes long');
      continue;
    }
    const name = path.slice(FILES.length);
    if (!path.startsWith(FILES) || !isFileName(name)) {
      throw new BadInput('the inputs hold a file that does not belong there');
    }
    uploads.set(name, bytes);
  }
  const salt = inputFiles.get('salt');
  if (salt === undefined) throw new BadInput('the salt is missing');
  const values = jobOf(job);
  if (problemsOfJob(schema, values, uploads).length > 0) throw new BadInput(MISMATCH);
  return { job, salt: bytesToHex(salt), values, uploads };
}

export function isFileName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[/\0]/.test(name);
}

/** One reason for whatever is wrong: what a JSON reader takes differs in depth between engines. */
const MISMATCH = 'job.json does not match the manifest';

function jobOf(bytes: Uint8Array): Job {
  if (bytes.length > LARGEST_JOB) throw new BadInput(MISMATCH);
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    return value as Job;
  } catch {
    throw new BadInput(MISMATCH);
  }
}
