import type { Hex } from 'viem';
import { hexToBytes } from 'viem';
import { WASM_ENGINE } from './engine-id';
import { executeJob } from './execute-job';
import type { Frame } from './job-frames';
import { encodeFrame, FrameReader } from './job-frames';
import { childFrameOf, jobFrameOf, readJobFrame } from './job-messages';

/** Tells a job child that it will wait, and may warm up meanwhile. */
export const WARM_UP_ARGUMENT = 'warm-up';

/** Reads job.json, writes a file and stdout, loops over floats, grows: warm-up.test.ts builds it. */
export const WARM_UP_WASM: Hex = `0x${[
  '0061736d0100000001230560097f7f7f7f7f7e7e7f7f017f60047f7f7f7f017f60017f017f60017c',
  '017c6000000289010416776173695f736e617073686f745f707265766965773109706174685f6f70',
  '656e000016776173695f736e617073686f745f70726576696577310766645f726561640001167761',
  '73695f736e617073686f745f70726576696577310866645f7772697465000116776173695f736e61',
  '7073686f745f70726576696577310866645f636c6f73650002030302030405030100010601000713',
  '02066d656d6f72790200065f737461727400050a9201020e00200044000000000000e03fa00b8001',
  '02017f017c4103410041c000410b4100420242004100411010001a410441004101411410011a4104',
  '10031a4103410041d0004108410142c00042004100411010001a410441004101411410021a410410',
  '031a410141004101411410021a0340200110042101200041016a220041e807480d000b410140001a',
  '411820013903000b0b2d030041000b0864000000020000000041c0000b0b696e2f6a6f622e6a736f',
  '6e0041d0000b086f75742f66696c65',
].join('')}`;

const MANIFEST = {
  ...{ name: 'warm-up', title: 'Warm-up', version: '1', summary: 'None.', description: '' },
  ...{ author: 'Reckon contributors', licence: 'Apache-2.0', class: 'A' },
  ...{ engine: WASM_ENGINE, entry: 'module.wasm', fuelLimit: '100000000' },
  resources: { cpuMilli: 1, memoryMiB: 1, storageMiB: 1, gpuCount: 0, gpuMemoryMiB: 0 },
  inputs: {
    type: 'object',
    properties: {
      text: { type: 'string', maxLength: 10 },
      number: { type: 'integer', minimum: 0, default: 1 },
      choice: { type: 'string', enum: ['a'] },
      file: { type: 'string', format: 'file' },
      flag: { type: 'boolean' },
    },
    required: ['text'],
    additionalProperties: false,
  },
  outputs: [{ path: 'stdout', kind: 'text', mediaType: 'text/plain', title: 'Text' }],
  example: { job: { text: 'a' }, files: {} },
  tags: ['none'],
};
const JOB = { text: 'a', number: 1, choice: 'a', file: 'files/a', flag: true };

/** A small job, always the same. */
export function warmUpFrame(): Frame {
  const bytesOf = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));
  const { memoryMiB, storageMiB } = MANIFEST.resources;
  const [head, ...pieces] = encodeFrame(
    jobFrameOf({
      moduleFiles: new Map([
        ['manifest.json', bytesOf(MANIFEST)],
        ['module.wasm', hexToBytes(WARM_UP_WASM)],
      ]),
      inputFiles: new Map([
        ['job.json', bytesOf(JOB)],
        ['files/a', new Uint8Array(1)],
        ['salt', new Uint8Array(32)],
      ]),
      limits: { fuelLimit: BigInt(MANIFEST.fuelLimit), memoryMiB, storageMiB },
      transformed: undefined,
    }),
  );
  const reader = new FrameReader(Number.MAX_SAFE_INTEGER);
  return [head!, ...pieces].flatMap((piece) => reader.push(piece))[0]!;
}

/**
 * Runs a job of no one's on the path that a job takes, so that the code of that path is compiled
 * when one comes. It reaches nothing but its own objects, and leaves none of them.
 */
export async function warmUp(): Promise<void> {
  const { transformed: _, ...job } = readJobFrame(warmUpFrame());
  const onProgress: Parameters<typeof executeJob>[0]['onProgress'] = (progress) =>
    void childFrameOf({ kind: 'progress', progress });
  const execution = await executeJob({ ...job, cache: new Map(), onProgress });
  encodeFrame(childFrameOf({ kind: 'execution', execution }));
}
