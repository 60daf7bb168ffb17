import { OCI_ENGINE } from '@/lib/execution/engine-id';
import type { Execution } from '@/lib/execution/execution';
import type { RunnerJob } from '@/lib/execution/runner';
import { TEST_SALT } from '@/lib/execution/testing/test-job';
import type { OciManifest } from '@/lib/modules/oci-manifest';

export const OCI_MANIFEST: OciManifest = {
  name: 'test',
  title: 'Test',
  version: '1',
  summary: 'For tests.',
  description: '',
  author: 'Reckon',
  licence: 'Apache-2.0',
  class: 'B',
  engine: OCI_ENGINE,
  image: { archive: 'image.tar', id: `sha256:${'0'.repeat(64)}` },
  args: [],
  resources: { cpuMilli: 1_000, memoryMiB: 64, storageMiB: 8, gpuCount: 0, gpuMemoryMiB: 0 },
  fuelLimit: '20000000000',
  inputs: {
    type: 'object',
    properties: { text: { type: 'string' }, data: { type: 'string', format: 'file' } },
    additionalProperties: false,
  },
  outputs: [],
  example: { job: {}, files: {} },
  tags: [],
};

const encode = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

/** A job of one module whose image is in `archive`. */
export function ociJob(
  manifest: Partial<OciManifest>,
  archive: Uint8Array | undefined,
  more: { job?: object; files?: ReadonlyMap<string, Uint8Array>; limits?: object } = {},
): RunnerJob {
  const whole = { ...OCI_MANIFEST, ...manifest };
  const moduleFiles = new Map<string, Uint8Array>([['manifest.json', encode(whole)]]);
  if (archive) moduleFiles.set('image.tar', archive);
  const inputFiles = new Map<string, Uint8Array>([
    ['job.json', encode(more.job ?? {})],
    ['salt', TEST_SALT],
    ...(more.files ?? []),
  ]);
  const { memoryMiB, storageMiB } = whole.resources;
  const limits = { fuelLimit: BigInt(whole.fuelLimit), memoryMiB, storageMiB, ...more.limits };
  return { moduleFiles, inputFiles, limits, engine: OCI_ENGINE };
}

/** A command of the test image's shell. */
export const shell = (script: string): string[] => ['/bin/sh', '-c', script];

export function outputText({ outputs }: Execution, path: string): string | undefined {
  const bytes = outputs.find((output) => output.path === path)?.bytes;
  return bytes && new TextDecoder().decode(bytes);
}
