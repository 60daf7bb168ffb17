import { keccak256, stringToBytes } from 'viem';
import { z } from 'zod';
import { InfrastructureFault } from '../infrastructure-fault';
import type { RunnerJob } from '../runner';

/** What of a module in a container, and of its inputs, a Bacalhau network has to know. */
export interface ContainerJob {
  readonly class: 'B' | 'none';
  /** `HOST/NAME@sha256:...`: any node can fetch it, and fetches the same. */
  readonly image: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cpuMilli: number;
  readonly gpus: number;
  /** Paths below /inputs. */
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const manifestSchema = z.object({
  class: z.enum(['B', 'none']),
  image: z
    .string()
    .max(600)
    .regex(/^[^\s@]+@sha256:[0-9a-f]{64}$/),
  args: z.array(z.string().max(10_000)).max(100),
  resources: z.object({
    cpuMilli: z.number().int().min(0).max(1_000_000),
    gpuCount: z.number().int().min(0).max(64),
  }),
});

const FILES = 'files/';
const DATA = 'data/';
/** As every runner of containers sets it, so that programs find the same everywhere. */
const ENVIRONMENT = {
  HOME: '/tmp',
  LANG: 'C.UTF-8',
  LC_ALL: 'C.UTF-8',
  PYTHONHASHSEED: '0',
  SOURCE_DATE_EPOCH: '1700000000',
  TERM: 'dumb',
  TZ: 'UTC',
};

/**
 * Reads a job for a network. What it cannot take is declined, never guessed at: an image that comes within
 * the module has no registry from which nodes could fetch it.
 *
 * @throws InfrastructureFault
 */
export function containerJobOf({ moduleFiles, inputFiles }: RunnerJob): ContainerJob {
  const manifest = manifestOf(moduleFiles.get('manifest.json'));
  const { image, args, resources } = manifest;
  const files = new Map<string, Uint8Array>();
  for (const [path, bytes] of inputFiles) {
    // The salt is nobody's but the provider's and the seats'.
    if (path === 'job.json' || path.startsWith(FILES)) files.set(path, bytes);
  }
  for (const [path, bytes] of moduleFiles) {
    if (path.startsWith(DATA)) files.set(`module/${path}`, bytes);
  }
  const job = inputFiles.get('job.json') ?? new Uint8Array(0);
  const digest = image.slice(image.indexOf('@') + 1);
  const seed = keccak256(stringToBytes(`${SEED_DOMAIN} 0x${digest.slice(7)} ${keccak256(job)}`));
  return {
    ...{ class: manifest.class, image, args, files },
    env: { ...ENVIRONMENT, RECKON_SEED: seed.slice(2) },
    cpuMilli: Math.max(100, resources.cpuMilli),
    gpus: resources.gpuCount,
  };
}

const SEED_DOMAIN = 'reckon-oci-seed-1';

function manifestOf(bytes: Uint8Array | undefined): z.output<typeof manifestSchema> {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    value = undefined;
  }
  const parsed = manifestSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const message = 'the module names no image in a registry by its digest, or no class B or none';
  throw new InfrastructureFault(message, { cause: parsed.error, reason: 'image-unavailable' });
}
