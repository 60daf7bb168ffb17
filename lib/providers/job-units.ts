/** What runs jobs: it decides what they take of a machine beside what their deals grant. */
export type JobKind = 'wasm' | 'oci';

type Resources = {
  readonly cpuMilli: number;
  readonly memoryMiB: number;
  readonly storageMiB: number;
};

/** A job in WebAssembly computes on one core, however little of it was asked for. */
const WASM_CORE = 1_000;
/** The process around a job: the engine, its compiled module, and its buffers. */
const WASM_PROCESS_MIB = 256;
/** How often what a job has written may lie in memory on its way out, as its child's limit allows. */
const WASM_COPIES = 5;
/** No container gets less: a hundredth of a second in each tenth. */
const LEAST_CONTAINER_CPU = 100;

/**
 * What a job takes of a machine while it runs, so that what is reserved is what is used: a whole core
 * and its process in WebAssembly; in a container what it writes too, which lies in memory.
 */
export function unitsOfJob<Job extends Resources>(kind: JobKind, job: Job): Job {
  const least = kind === 'wasm' ? WASM_CORE : LEAST_CONTAINER_CPU;
  return {
    ...job,
    cpuMilli: Math.max(least, job.cpuMilli),
    memoryMiB: job.memoryMiB + overheadOf(kind, job.storageMiB),
  };
}

/** The memory that a job can be granted where it may take so much in all; 0 where that is too little. */
export function memoryToGrant(kind: JobKind, takenMiB: number, storageMiB: number): number {
  return Math.max(0, takenMiB - overheadOf(kind, storageMiB));
}

function overheadOf(kind: JobKind, storageMiB: number): number {
  return kind === 'wasm' ? WASM_PROCESS_MIB + WASM_COPIES * storageMiB : storageMiB;
}
