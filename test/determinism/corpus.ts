import { randomModule } from '@/lib/execution/testing/random-module';
import { loadCatalogue } from '@/lib/modules/catalogue.server';
import { inputFilesOf } from '@/lib/modules/job-inputs';
import type { PortableCase } from './case-file';
import { portableCase } from './case-file';

const SALT = new Uint8Array(32).fill(1);

/** Every curated module's example within its manifest's own limits. */
export async function catalogueCases(): Promise<PortableCase[]> {
  const modules = await loadCatalogue();
  return modules.map(({ manifest, files, example }) => {
    const { inputs, resources, entry, name } = manifest;
    const inputFiles = inputFilesOf(inputs, example.job, example.files, SALT);
    const limits = { ...resources, fuelLimit: BigInt(manifest.fuelLimit) };
    return portableCase(`module ${name}`, entry, { moduleFiles: files, inputFiles, limits });
  });
}

/** `count` random modules: those of the seeds from `seed` on. */
export function randomCases(seed: number, count: number): PortableCase[] {
  return Array.from({ length: count }, (_, index) => {
    const { ending, job } = randomModule(seed + index);
    return portableCase(`seed ${seed + index} (${ending})`, 'module.wasm', job);
  });
}
