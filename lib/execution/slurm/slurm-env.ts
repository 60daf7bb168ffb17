import { z } from 'zod';
import { httpUrl, path, wholeNumber } from '../../env/fields';

const word = (what: string) =>
  z.string().regex(/^[A-Za-z0-9_][A-Za-z0-9_.:-]{0,62}$/, `must be ${what}`);

/**
 * How a provider's Slurm cluster is reached. Of SLURM_KEY_FILE, SLURM_TOKEN and SLURM_TOKEN_COMMAND one is
 * given; values are secrets and stay out of logs and messages.
 */
export const slurmEnv = z
  .object({
    /** Where slurmrestd answers. */
    SLURM_URL: httpUrl,
    /** The account that jobs run as: on the nodes, and on the machine of the agent. */
    SLURM_USER: word('the name of an account'),
    /** The cluster's HS256 key, of which tokens are made. */
    SLURM_KEY_FILE: path.optional(),
    /** A token that somebody else made. */
    SLURM_TOKEN: z.string().optional(),
    /** Prints a token, as `scontrol token lifespan=600` does. */
    SLURM_TOKEN_COMMAND: z.string().optional(),
    /** A folder on a file system that the agent and every node see under the same path. */
    SLURM_SPOOL: path.refine((value) => value.startsWith('/'), 'must be an absolute path'),
    /** Without it the cluster's default. */
    SLURM_PARTITION: word('the name of a partition').optional(),
    SLURM_ACCOUNT: word('the name of an account to charge').optional(),
    /** The generic resource of a GPU job, as `gpu` or `gpu:a100`. */
    SLURM_GPU_GRES: word('a generic resource such as gpu or gpu:a100').default('gpu'),
    /** Node.js on the nodes: found there in /usr/local/bin, /usr/bin or /bin, or a path. */
    SLURM_NODE_BINARY: path.default('node'),
    /** Memory that a job is given beyond what its deal names. */
    SLURM_MEMORY_OVERHEAD_MIB: wholeNumber(64, 1_000_000).default(512),
    /** Socket of Docker or podman on the nodes, for jobs in containers; the account must reach it. */
    SLURM_OCI_SOCKET: path.default('/run/podman/podman.sock'),
    /** Registries that nodes may pull images from, separated by commas; none by default. */
    SLURM_OCI_REGISTRIES: z
      .string()
      .default('')
      .transform((text) => text.split(',').flatMap((part) => part.trim() || [])),
    /** Kinds of jobs that the nodes are set up for. */
    SLURM_RUNS: z
      .string()
      .regex(/^(wasm|oci)(,(wasm|oci))*$/, 'must be wasm, oci, or wasm,oci')
      .default('wasm')
      .transform((text) => [...new Set(text.split(','))] as ('wasm' | 'oci')[]),
  })
  .superRefine((env, context) => {
    const given = [env.SLURM_KEY_FILE, env.SLURM_TOKEN, env.SLURM_TOKEN_COMMAND];
    if (given.filter((value) => value !== undefined).length === 1) return;
    context.addIssue({
      code: 'custom',
      path: ['SLURM_KEY_FILE'],
      message: 'must be given, or SLURM_TOKEN, or SLURM_TOKEN_COMMAND; and only one of them',
    });
  });

export type SlurmEnv = z.output<typeof slurmEnv>;
