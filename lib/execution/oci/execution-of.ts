import { checkPath } from '../../content/content-limits';
import type { OciManifest } from '../../modules/oci-manifest';
import type { ExecutionStatus } from '../../shared/execution-status';
import { compareUtf8 } from '../compare-utf8';
import type { Execution, JobLimits, OutputFile } from '../execution';
import { ZERO_DIGEST } from '../execution';
import type { ContainerEnd } from './run-container.server';

/** 128 + SIGKILL: without a kill of ours, the kernel's, for want of memory. */
const KILLED = 137;

const WHY: Readonly<Record<Exclude<ExecutionStatus, 'completed' | 'bad-input'>, string>> = {
  'fuel-exhausted': 'the job ran longer than its fuel limit allows',
  'memory-exceeded': 'the job was ended for want of memory',
  'output-exceeded': 'the job wrote more than its storage allows, or names that no folder can hold',
  trapped: 'the command of the image cannot be started',
};

/**
 * What a container's end is as the result of a job. The price is flat: fuelUsed is the limit for
 * whatever ran, so that it is equal on every machine (ADR 14).
 *
 * Where a job of class B was cut off, what it had written depends on the machine's speed and is left
 * out; one of class "none" keeps it: nobody compares it, and its buyer has paid for it.
 */
export function executionOf(
  end: ContainerEnd,
  { class: own }: Pick<OciManifest, 'class'>,
  { fuelLimit, storageMiB }: JobLimits,
): Execution {
  const { status, outputs } = outcomeOf(end, storageMiB * 1024 * 1024);
  const isCutOff = status !== 'completed';
  const isKept = !isCutOff || (own === 'none' && status !== 'output-exceeded');
  const kept = isKept ? outputs : [];
  const said = isKept ? end.stdout : new Uint8Array(0);
  const complaint = isCutOff ? new TextEncoder().encode(`reckon: ${WHY[status]}\n`) : undefined;
  const all = [
    ...kept,
    { path: 'stdout', bytes: said },
    { path: 'stderr', bytes: complaint ?? end.stderr },
  ];
  return {
    status,
    exitCode: status === 'completed' ? end.exitCode : 0,
    fuelUsed: fuelLimit,
    outputs: all.sort((left, right) => compareUtf8(left.path, right.path)),
    stateDigest: ZERO_DIGEST,
  };
}

function outcomeOf(
  end: ContainerEnd,
  storageBytes: number,
): { status: Exclude<ExecutionStatus, 'bad-input'>; outputs: OutputFile[] } {
  const outputs = [...(end.outputs ?? [])].map(([path, bytes]) => ({ path: `out/${path}`, bytes }));
  if (end.how === 'not-startable') return { status: 'trapped', outputs };
  if (end.how === 'out-of-time') return { status: 'fuel-exhausted', outputs };
  const written = outputs.reduce((sum, { bytes }) => sum + bytes.length, 0);
  const total = written + end.stdout.length + end.stderr.length;
  const isTooMuch = end.how === 'out-of-storage' || end.outputs === undefined;
  if (isTooMuch || total > storageBytes || !outputs.every(({ path }) => isCarried(path))) {
    return { status: 'output-exceeded', outputs };
  }
  return { status: end.exitCode === KILLED ? 'memory-exceeded' : 'completed', outputs };
}

/** Whether directories take a file of this name. */
function isCarried(path: string): boolean {
  try {
    checkPath(path);
    return true;
  } catch {
    return false;
  }
}
