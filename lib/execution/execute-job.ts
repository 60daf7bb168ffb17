import type { WasmEngine } from './engine-id';
import type { Execution, JobLimits, OnProgress, OtherStart } from './execution';
import { runMapJob } from './map-job';
import { BadInput } from './prepare-inputs';
import { prepareJob } from './prepare-job';
import { badInput, INVALID_MODULE, prepareModule, runLimitsOf, runPrepared } from './run-prepared';
import { InvalidModule } from './wasm/invalid-module';
import type { TransformCache } from './wasm/transform-cache';

export interface JobRequest {
  /** The module's directory: manifest.json, its entry, data/... */
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  /** The input bundle: job.json, salt, files/... */
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
  /** The version that a deal names; without it the module's manifest decides alone. */
  readonly engine?: WasmEngine | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly otherStart?: OtherStart | undefined;
  /** Where transformed modules are kept from one job to the next. */
  readonly cache?: TransformCache | undefined;
}

/**
 * Runs a job on the deterministic wasm engine, here and now. Meant for a process or Web Worker of
 * its own: a running module cannot be interrupted from inside (see run-job.server, check-job.client).
 *
 * The same module, inputs, limits and engine version give the same Execution on every machine.
 *
 * @throws InfrastructureFault the machine failed; never a result
 */
export async function executeJob(request: JobRequest): Promise<Execution> {
  const { limits, onProgress, cache, otherStart } = request;
  if (limits.fuelLimit < 0n) throw new RangeError('A fuel limit is not negative');
  try {
    onProgress?.({ phase: 'checking', fuelUsed: 0n });
    const { moduleFiles, inputFiles } = request;
    const prepared = prepareJob(moduleFiles, inputFiles, request.engine);
    const { manifest, engine, job, salt, readOnly, items } = prepared;
    const programName = manifest.name;
    const module = await prepareModule(prepared.module, engine, cache, onProgress);
    if (items !== undefined) {
      return await runMapJob({
        ...{ items, engine, salt, limits, onProgress },
        run: (item, share, onItemProgress) =>
          runPrepared(module, {
            values: item.values,
            files: { programName, readOnly: item.readOnly },
            limits: share,
            onProgress: onItemProgress,
            otherStart,
          }),
      });
    }
    const files = { programName, readOnly };
    return await runPrepared(module, {
      values: job,
      files,
      limits: runLimitsOf(limits),
      onProgress,
      otherStart,
    });
  } catch (error) {
    if (error instanceof BadInput) return badInput(error.message);
    if (error instanceof InvalidModule) return badInput(INVALID_MODULE);
    throw error;
  }
}
