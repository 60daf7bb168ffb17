import { WASM_ENGINE } from '../engine-id';
import type { Execution } from '../execution';
import { largestResultHeader } from '../job-frames';
import type { JobProcessOptions } from '../job-process.server';
import { runInProcess } from '../job-process.server';
import { digestOf } from '../transform-cache.server';
import type { TransformCache } from '../wasm/transform-cache';
import { transformKeyOf } from '../wasm/transform-cache';
import { KEPT_INPUT_BYTES } from './kept-input';
import type { ProgramFrameParts } from './program-messages';
import { programFrameOf } from './program-messages';

const MIB = 1024 * 1024;
/** What Node itself needs beside the program's memory and files. */
const BASE_DATA_MIB = 768;

export type Program = Omit<ProgramFrameParts, 'transformed' | 'inputBefore'>;

export interface RunProgramOptions extends JobProcessOptions {
  readonly cache: TransformCache;
  /** A descriptor of this process from which the program reads its stdin, when it does. */
  readonly input: number;
}

/**
 * Runs a program in a process of its own, as a job is run.
 *
 * @throws InfrastructureFault whenever there is no execution
 */
export async function runProgram(program: Program, options: RunProgramOptions): Promise<Execution> {
  const { cache, input } = options;
  const { module, folders, limits, engine = WASM_ENGINE } = program;
  const key = transformKeyOf(digestOf(module), engine);
  const bytes = cache.get(key);
  const transformed = bytes === undefined ? undefined : { key, bytes };
  const found = folders.flatMap(({ files }) => [...files.values()]);
  const mounted = found.reduce((sum, file) => sum + file.length, 0);
  const own = BASE_DATA_MIB + limits.memoryMiB + 5 * limits.storageMiB;
  return runInProcess(
    {
      frame: programFrameOf({ ...program, transformed }),
      frameAfter: (inputBefore) => programFrameOf({ ...program, transformed, inputBefore }),
      answerBytes:
        (limits.storageMiB + 1) * MIB +
        largestResultHeader(found.length) +
        16 * module.length +
        mounted +
        KEPT_INPUT_BYTES,
      dataBytes: own * MIB + 24 * module.length + 6 * mounted + 3 * KEPT_INPUT_BYTES,
      input,
      onTransformed: (madeKey, made) => {
        if (madeKey === key) cache.set(key, made);
      },
    },
    options,
  );
}
