import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { Hex } from 'viem';
import type { ExecutionStatus } from '../../shared/execution-status';
import { WASM_ENGINE, WASM_ENGINE_ID } from '../engine-id';
import type { Execution, OutputFile } from '../execution';
import { ZERO_DIGEST } from '../execution';
import { InfrastructureFault } from '../infrastructure-fault';
import type { OutputEntry } from '../result-digest';
import { factsDigestOf } from '../result-digest';
import { badInput, INVALID_MODULE } from '../run-prepared';
import { createTransformCache } from '../transform-cache.server';
import { MODULE_CAPS } from '../wasm/module-caps';
import type { RunCommand, SharedFolder } from './parse-command';
import { parseCommand, USAGE, UsageError } from './parse-command';
import { runProgram } from './run-program.server';
import { readSharedFolder, SharedFolderError, writeSharedFolder } from './shared-folder.server';

const EXIT = { usage: 64, badInput: 65, fault: 75 } as const;

/** As shells and `timeout` have it: 128 + SIGABRT, 128 + SIGKILL, time out. */
const EXIT_OF_STATUS: Record<Exclude<ExecutionStatus, 'completed'>, number> = {
  trapped: 134,
  'fuel-exhausted': 124,
  'memory-exceeded': 137,
  'output-exceeded': 125,
  'bad-input': EXIT.badInput,
};

/** Fuel is the limit; this is for a child that hangs. */
const WALL_LIMIT_MS = 24 * 3_600_000;
const STDIN = 0;
const PIECE_BYTES = 1 << 20;
/** A run of one's own hides its result from nobody. */
const NO_SALT: Hex = ZERO_DIGEST;
const INVALID_FOLDER = 'a folder cannot be given to the program';

/** What the command needs of the place where it runs. */
export interface JobCommandPlace {
  /** The bundled job child. */
  readonly childPath: string;
  /** Where transformed modules are kept from one run to the next. */
  readonly cacheFolder: string;
  /** What paths are relative to. */
  readonly folder: string;
}

/**
 * npm run job: runs a program and says how it ended.
 *
 * @returns the exit code
 */
export async function runJobCommand(
  argv: readonly string[],
  place: JobCommandPlace,
): Promise<number> {
  let command: ReturnType<typeof parseCommand>;
  try {
    command = parseCommand(argv);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`reckon: ${error.message}\n${USAGE}`);
    return EXIT.usage;
  }
  if (command.kind === 'help') {
    process.stdout.write(USAGE);
    return 0;
  }
  if (command.kind === 'version') {
    process.stdout.write(`${WASM_ENGINE.replace('@', ' ')}\n`);
    return 0;
  }
  try {
    const { execution, shared, refusal } = await executionOf(command, place);
    if (refusal !== undefined) process.stderr.write(refusal);
    // Told first: what came of the run stands, also where its files have no place here.
    if (command.json) tellAsJson(execution);
    else tell(execution);
    for (const folder of shared) writeSharedFolder(folder, execution.outputs);
    return exitCodeOf(execution);
  } catch (error) {
    if (!(error instanceof InfrastructureFault || error instanceof SharedFolderError)) throw error;
    process.stderr.write(`reckon: infrastructure fault: ${error.message}\n`);
    return EXIT.fault;
  }
}

interface Run {
  readonly execution: Execution;
  /** Where the program's files go. */
  readonly shared: readonly SharedFolder[];
  /** Why there was nothing to run, for people: V8's and the system's words are part of no result. */
  readonly refusal?: string | undefined;
}

async function executionOf(command: RunCommand, place: JobCommandPlace): Promise<Run> {
  const { args, env, limits } = command;
  const path = resolve(place.folder, command.file);
  const module = readModule(path);
  if (typeof module === 'string') return refused(INVALID_MODULE, `${command.file}: ${module}`);
  const shared = command.folders.map(({ guest, host }) => ({
    guest,
    host: resolve(place.folder, host),
  }));
  let folders: ReturnType<typeof readSharedFolder>[];
  try {
    folders = shared.map(readSharedFolder);
  } catch (error) {
    if (error instanceof SharedFolderError) return refused(INVALID_FOLDER, error.message);
    throw error;
  }
  const execution = await runProgram(
    { module, name: basename(path), args, env, folders, limits },
    {
      childPath: place.childPath,
      cache: createTransformCache({ folder: place.cacheFolder }),
      input: STDIN,
      wallLimitMs: WALL_LIMIT_MS,
    },
  );
  if (execution.status !== 'bad-input') return { execution, shared };
  const refusal = new TextDecoder().decode(bytesOf(execution, 'stderr'));
  return { execution: badInput(INVALID_MODULE), shared: [], refusal };
}

/** @param reason the stderr of the result, in fixed words */
const refused = (reason: string, message: string): Run => ({
  execution: badInput(reason),
  shared: [],
  refusal: `reckon: ${message}\n`,
});

/** The file's bytes, or why there are none to run. */
function readModule(path: string): Uint8Array | string {
  try {
    const bytes = readAtMost(path, MODULE_CAPS.moduleBytes + 1);
    return bytes.length > MODULE_CAPS.moduleBytes
      ? `the module is not accepted at byte ${MODULE_CAPS.moduleBytes}: larger than 32 MiB`
      : bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const why = code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${code})`;
    return `nothing to run at byte 0: ${why}`;
  }
}

/** What a path gives, cut off behind `most` bytes: it need not be a file, nor have an end. */
function readAtMost(path: string, most: number): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const pieces: Uint8Array[] = [];
    for (let left = most; left > 0; ) {
      const piece = new Uint8Array(Math.min(PIECE_BYTES, left));
      const count = readSync(file, piece);
      if (count === 0) break;
      pieces.push(piece.subarray(0, count));
      left -= count;
    }
    return new Uint8Array(Buffer.concat(pieces));
  } finally {
    closeSync(file);
  }
}

const bytesOf = ({ outputs }: Execution, path: string): Uint8Array =>
  outputs.find((output) => output.path === path)?.bytes ?? new Uint8Array(0);

function tell(execution: Execution): void {
  if (execution.status === 'bad-input') return;
  process.stderr.write(bytesOf(execution, 'stderr'));
  process.stdout.write(bytesOf(execution, 'stdout'));
}

function tellAsJson(execution: Execution): void {
  const { status, exitCode, fuelUsed, stateDigest } = execution;
  const outputs = execution.outputs.map(entryOf);
  const said = {
    status,
    exitCode,
    fuel: fuelUsed.toString(),
    resultDigest: factsDigestOf(NO_SALT, { ...execution, outputs }, WASM_ENGINE_ID),
    stateDigest,
    outputs,
  };
  process.stdout.write(`${JSON.stringify(said)}\n`);
}

const entryOf = ({ path, bytes }: OutputFile): OutputEntry => ({
  path,
  size: bytes.length,
  sha256: `0x${createHash('sha256').update(bytes).digest('hex')}`,
});

/** A code that does not fit must not look like success. */
function exitCodeOf({ status, exitCode }: Execution): number {
  if (status !== 'completed') return EXIT_OF_STATUS[status];
  return exitCode === 0 ? 0 : exitCode & 0xff || 1;
}
