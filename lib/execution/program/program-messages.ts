import { z } from 'zod';
import type { WasmEngine } from '../engine-id';
import { WASM_ENGINES } from '../engine-id';
import type { JobLimits } from '../execution';
import type { Frame } from '../job-frames';
import type { GuestFolder } from '../wasi/create-host';
import type { KeptInput } from './kept-input';

/** What a job child is asked when it is to run a program. stdin is a descriptor of its own. */
export interface ProgramFrameParts {
  readonly module: Uint8Array;
  readonly name: string;
  readonly args: readonly string[];
  readonly env: readonly string[];
  readonly folders: readonly GuestFolder[];
  readonly limits: JobLimits;
  readonly engine?: WasmEngine | undefined;
  /** A transformed module that is at hand already, with its key. */
  readonly transformed: { readonly key: string; readonly bytes: Uint8Array } | undefined;
  /** What an earlier run of it has read of its stdin: this one begins with that. */
  readonly inputBefore?: KeptInput | undefined;
}

/** The descriptor at which the child reads the program's stdin. */
export const INPUT_DESCRIPTOR = 3;

const MODULE = 'module';
const TRANSFORMED = 'transformed/';
const FOLDER = 'folder/';
const STDIN = 'stdin';

const headerSchema = z.strictObject({
  program: z.strictObject({
    name: z.string(),
    args: z.array(z.string()),
    env: z.array(z.string()),
    folders: z.array(z.strictObject({ guest: z.string(), directories: z.array(z.string()) })),
  }),
  fuelLimit: z
    .string()
    .regex(/^\d{1,20}$/)
    .transform(BigInt),
  memoryMiB: z.number().int().min(0),
  storageMiB: z.number().int().min(0),
  engine: z.enum(WASM_ENGINES).optional(),
  inputEnded: z.boolean().optional(),
});

export function programFrameOf(parts: ProgramFrameParts): Frame {
  const { module, name, args, env, folders, limits, engine, transformed, inputBefore } = parts;
  const files: [string, Uint8Array][] = [[MODULE, module]];
  for (const [index, folder] of folders.entries()) {
    for (const [path, bytes] of folder.files) files.push([`${FOLDER}${index}/${path}`, bytes]);
  }
  if (transformed !== undefined) files.push([TRANSFORMED + transformed.key, transformed.bytes]);
  if (inputBefore !== undefined) files.push([STDIN, inputBefore.bytes]);
  const listed = folders.map(({ guest, directories }) => ({ guest, directories }));
  return {
    header: {
      program: { name, args, env, folders: listed },
      ...limits,
      fuelLimit: limits.fuelLimit.toString(),
      engine,
      inputEnded: inputBefore?.hasEnded,
    },
    files,
  };
}

/** Whether a frame asks for a program rather than a job. */
export function isProgramFrame({ header }: Frame): boolean {
  return typeof header === 'object' && header !== null && 'program' in header;
}

/** @throws ZodError */
export function readProgramFrame(frame: Frame): ProgramFrameParts {
  const { program, engine, inputEnded, ...limits } = headerSchema.parse(frame.header);
  const files = program.folders.map(() => new Map<string, Uint8Array>());
  let module = new Uint8Array(0);
  let transformed: ProgramFrameParts['transformed'];
  let inputBefore: KeptInput | undefined;
  for (const [path, bytes] of frame.files) {
    if (path === MODULE) module = new Uint8Array(bytes);
    else if (path === STDIN) inputBefore = { bytes, hasEnded: inputEnded === true };
    else if (path.startsWith(TRANSFORMED)) {
      transformed = { key: path.slice(TRANSFORMED.length), bytes };
    } else {
      const slash = path.indexOf('/', FOLDER.length);
      const index = Number(path.slice(FOLDER.length, slash));
      files[index]?.set(path.slice(slash + 1), bytes);
    }
  }
  const folders = program.folders.map((folder, index) => ({ ...folder, files: files[index]! }));
  return { ...program, module, folders, limits, engine, transformed, inputBefore };
}
