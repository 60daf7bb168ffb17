import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseManifest } from '../../modules/manifest';
import type { JobRequest } from '../execute-job';
import { TEST_SALT } from './test-job';

const bytesOf = (path: string): Uint8Array => new Uint8Array(readFileSync(path));

/**
 * A curated module's example as a job.
 *
 * @param job values instead of the example's
 */
export function exampleJob(name: string, job?: Record<string, unknown>): JobRequest {
  const folder = join(process.cwd(), 'modules', name);
  const manifestBytes = bytesOf(join(folder, 'manifest.json'));
  const manifest = parseManifest(manifestBytes);
  const moduleFiles = new Map<string, Uint8Array>([
    ['manifest.json', manifestBytes],
    ['module.wasm', bytesOf(join(folder, manifest.entry))],
  ]);
  if (existsSync(join(folder, 'data'))) {
    for (const file of readdirSync(join(folder, 'data'))) {
      moduleFiles.set(`data/${file}`, bytesOf(join(folder, 'data', file)));
    }
  }
  const values = { ...manifest.example.job, ...job };
  const inputFiles = new Map<string, Uint8Array>([
    ['job.json', new TextEncoder().encode(JSON.stringify(values))],
    ['salt', TEST_SALT],
  ]);
  for (const [file, path] of Object.entries(manifest.example.files)) {
    inputFiles.set(`files/${file}`, bytesOf(join(folder, path)));
  }
  const { memoryMiB, storageMiB } = manifest.resources;
  const limits = { fuelLimit: BigInt(manifest.fuelLimit), memoryMiB, storageMiB };
  return { moduleFiles, inputFiles, limits };
}
