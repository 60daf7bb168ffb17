import type { WasmEngine } from '../engine-id';
import { WASM_ENGINE } from '../engine-id';
import type { Execution, JobLimits, OnProgress } from '../execution';
import { badInput, prepareModule, runLimitsOf, runPrepared } from '../run-prepared';
import type { ProgramFiles } from '../wasi/create-host';
import { InvalidModule } from '../wasm/invalid-module';
import type { TransformCache } from '../wasm/transform-cache';
import { refusalText } from './refusal';

/** Any WASI program with its own arguments, environment, stdin and folders: no job, no manifest. */
export interface ProgramRequest {
  readonly module: Uint8Array;
  /** argv[0]. */
  readonly name: string;
  readonly program: ProgramFiles;
  readonly limits: JobLimits;
  /** The newest version where it names none. */
  readonly engine?: WasmEngine | undefined;
  readonly onProgress?: OnProgress | undefined;
  readonly cache?: TransformCache | undefined;
}

/**
 * Runs a program on the engine that runs jobs, here and now. Unlike a job's, a refused module's
 * stderr says which rule it breaks and at which byte.
 *
 * @throws InfrastructureFault the machine failed; never a result
 */
export async function executeProgram(request: ProgramRequest): Promise<Execution> {
  const { module, name, program, limits, engine = WASM_ENGINE, onProgress, cache } = request;
  try {
    return await runPrepared(await prepareModule(module, engine, cache, onProgress), {
      values: new Uint8Array(0),
      files: { programName: name, readOnly: new Map(), program },
      limits: runLimitsOf(limits),
      onProgress,
    });
  } catch (error) {
    if (!(error instanceof InvalidModule)) throw error;
    return badInput(refusalText(error));
  }
}
