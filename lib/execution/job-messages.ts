import type { Hex } from 'viem';
import { z } from 'zod';
import { EXECUTION_STATUSES } from '../shared/execution-status';
import type { WasmEngine } from './engine-id';
import { WASM_ENGINES } from './engine-id';
import type { Execution, ExecutionProgress, JobLimits, OtherStart } from './execution';
import type { Frame } from './job-frames';
import type { KeptInput } from './program/kept-input';

const fuel = z
  .string()
  .regex(/^\d{1,20}$/)
  .transform(BigInt);

const headerSchema = z.strictObject({
  engine: z.enum(WASM_ENGINES).optional(),
  fuelLimit: fuel,
  memoryMiB: z.number().int().min(0),
  storageMiB: z.number().int().min(0),
  otherStart: z
    .strictObject({
      clock: fuel.optional(),
      seed: z
        .string()
        .regex(/^0x[0-9a-f]{64}$/)
        .transform((hex) => hex as Hex)
        .optional(),
    })
    .optional(),
});

const saidSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('progress'),
    phase: z.enum(['checking', 'preparing', 'running', 'hashing']),
    fuelUsed: fuel,
    memoryBytes: z.number().int().min(0).optional(),
    inputsRead: z.array(z.string()).optional(),
    items: z
      .strictObject({ ended: z.number().int().min(0), count: z.number().int().min(0) })
      .optional(),
  }),
  z.strictObject({
    kind: z.literal('execution'),
    status: z.enum(EXECUTION_STATUSES),
    exitCode: z.number().int().min(0).max(0xffff_ffff),
    fuelUsed: fuel,
    stateDigest: z.string().regex(/^0x[0-9a-f]{64}$/),
  }),
  z.strictObject({ kind: z.literal('transformed'), key: z.string().max(200) }),
  z.strictObject({
    kind: z.literal('fault'),
    message: z.string().max(10_000),
    reason: z.literal('stack-overflow').optional(),
    inputEnded: z.boolean().optional(),
  }),
]);

/** What a job child says. */
export type ChildMessage =
  | { readonly kind: 'progress'; readonly progress: ExecutionProgress }
  | { readonly kind: 'execution'; readonly execution: Execution }
  | { readonly kind: 'transformed'; readonly key: string; readonly bytes: Uint8Array<ArrayBuffer> }
  | {
      readonly kind: 'fault';
      readonly message: string;
      /** Said where another compiler may come to a result. */
      readonly reason?: 'stack-overflow' | undefined;
      /** What a program had read of its stdin, with that reason. */
      readonly inputRead?: KeptInput | undefined;
    };

export interface JobFrameParts {
  readonly moduleFiles: ReadonlyMap<string, Uint8Array>;
  readonly inputFiles: ReadonlyMap<string, Uint8Array>;
  readonly limits: JobLimits;
  readonly engine?: WasmEngine | undefined;
  readonly otherStart?: OtherStart | undefined;
  /** A transformed module that is at hand already, with its key. */
  readonly transformed: { readonly key: string; readonly bytes: Uint8Array } | undefined;
}

const MODULE = 'module/';
const INPUT = 'input/';
const TRANSFORMED = 'transformed/';

export function jobFrameOf(parts: JobFrameParts): Frame {
  const { moduleFiles, inputFiles, limits, engine, otherStart, transformed } = parts;
  const files: [string, Uint8Array][] = [];
  for (const [path, bytes] of moduleFiles) files.push([MODULE + path, bytes]);
  for (const [path, bytes] of inputFiles) files.push([INPUT + path, bytes]);
  if (transformed !== undefined) files.push([TRANSFORMED + transformed.key, transformed.bytes]);
  const start = otherStart && { ...otherStart, clock: otherStart.clock?.toString() };
  const fuelLimit = limits.fuelLimit.toString();
  return { header: { ...limits, fuelLimit, engine, otherStart: start }, files };
}

/** @throws ZodError */
export function readJobFrame(frame: Frame): JobFrameParts {
  const moduleFiles = new Map<string, Uint8Array>();
  const inputFiles = new Map<string, Uint8Array>();
  let transformed: JobFrameParts['transformed'];
  for (const [path, bytes] of frame.files) {
    if (path.startsWith(MODULE)) moduleFiles.set(path.slice(MODULE.length), bytes);
    else if (path.startsWith(INPUT)) inputFiles.set(path.slice(INPUT.length), bytes);
    else transformed = { key: path.slice(TRANSFORMED.length), bytes };
  }
  const { engine, otherStart, ...limits } = headerSchema.parse(frame.header);
  return { moduleFiles, inputFiles, limits, engine, otherStart, transformed };
}

export function childFrameOf(message: ChildMessage): Frame {
  switch (message.kind) {
    case 'progress': {
      const { fuelUsed, ...rest } = message.progress;
      return { header: { kind: 'progress', ...rest, fuelUsed: fuelUsed.toString() }, files: [] };
    }
    case 'execution': {
      const { status, exitCode, fuelUsed, stateDigest, outputs } = message.execution;
      return {
        header: { kind: 'execution', status, exitCode, fuelUsed: fuelUsed.toString(), stateDigest },
        files: outputs.map(({ path, bytes }) => [path, bytes] as const),
      };
    }
    case 'transformed':
      return {
        header: { kind: 'transformed', key: message.key },
        files: [['transformed', message.bytes]],
      };
    case 'fault': {
      const { inputRead, ...said } = message;
      return {
        header: { ...said, inputEnded: inputRead?.hasEnded },
        files: inputRead === undefined ? [] : [['stdin', inputRead.bytes]],
      };
    }
  }
}

/** @throws ZodError: the child says what no child of ours says */
export function readChildFrame({ header, files }: Frame): ChildMessage {
  const said = saidSchema.parse(header);
  switch (said.kind) {
    case 'progress': {
      const { kind, ...progress } = said;
      return { kind, progress };
    }
    case 'execution': {
      const { kind: _, stateDigest, ...facts } = said;
      // Copies, so that the large buffer they came in can go.
      const outputs = files.map(([path, bytes]) => ({ path, bytes: new Uint8Array(bytes) }));
      return {
        kind: 'execution',
        execution: { ...facts, stateDigest: stateDigest as Hex, outputs },
      };
    }
    case 'transformed':
      return { kind: 'transformed', key: said.key, bytes: new Uint8Array(files[0]?.[1] ?? []) };
    case 'fault': {
      const { inputEnded, ...fault } = said;
      if (inputEnded === undefined) return fault;
      const bytes = new Uint8Array(files[0]?.[1] ?? []);
      return { ...fault, inputRead: { bytes, hasEnded: inputEnded } };
    }
  }
}
