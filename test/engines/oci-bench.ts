import type { Execution } from '@/lib/execution/execution';
import { openEngine } from '@/lib/execution/oci/engine.server';
import { type OciOptions, ociRunner } from '@/lib/execution/oci/oci-runner.server';
import type { RunOptions } from '@/lib/execution/runner';
import type { OciManifest } from '@/lib/modules/oci-manifest';
import { busyboxImage, type TestImage } from './busybox-image';
import { ociJob, shell } from './oci-job';
import type { TestEngine } from './start-engine';

export const imageOf = ({ id }: TestImage) => ({ archive: 'image.tar', id });

/** A runner on an engine of the tests' own. */
export function ociBench(engine: TestEngine, options: Partial<OciOptions> = {}) {
  const image = busyboxImage();
  const runner = ociRunner({ socketPath: engine.socketPath, owner: 'test', ...options });
  return {
    image,
    runner,
    /** Runs a script of the test image's shell. */
    run: async (
      script: string,
      manifest: Partial<OciManifest> = {},
      more: Parameters<typeof ociJob>[2] = {},
      runOptions: RunOptions = {},
      /** Of the image that the manifest names; else the test image. */
      archive?: Uint8Array,
    ): Promise<Execution> => {
      const whole = { args: shell(script), image: imageOf(await image), ...manifest };
      const carried = archive ?? (await image).archive;
      return runner.run(ociJob(whole, carried, more), runOptions);
    },
    /** What is on the engine now. */
    left: async () => {
      const { docker } = await openEngine(engine.socketPath);
      const { length: containers } = await docker.listContainers({ all: true });
      const { Volumes: volumes } = await docker.listVolumes();
      return { containers, volumes: (volumes ?? []).length };
    },
  };
}
