import { z } from 'zod';
import { httpUrl, wholeNumber } from '../../env/fields';

/**
 * How a provider's Bacalhau network is reached. Token and password are secrets and stay out of logs and
 * messages.
 */
export const bacalhauEnv = z
  .object({
    /** Where the orchestrator answers. */
    BACALHAU_URL: httpUrl,
    BACALHAU_TOKEN: z.string().optional(),
    BACALHAU_USER: z.string().optional(),
    BACALHAU_PASSWORD: z.string().optional(),
    BACALHAU_NAMESPACE: z
      .string()
      .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'must be the name of a namespace')
      .default('default'),
    /** Classes of modules that this network takes: B only where it was probed on it. */
    BACALHAU_CLASSES: z
      .string()
      .regex(/^(none|B|none,B|B,none)$/, 'must be none, B, or none,B')
      .default('none')
      .transform((text) => text.split(',') as ('none' | 'B')[]),
    /** Inputs travel within the job's description: the most that they may have there, compressed. */
    BACALHAU_INLINE_KIB: wholeNumber(1, 100_000).default(512),
  })
  .superRefine((env, context) => {
    const hasPair = env.BACALHAU_USER !== undefined && env.BACALHAU_PASSWORD !== undefined;
    const hasHalf = env.BACALHAU_USER !== undefined || env.BACALHAU_PASSWORD !== undefined;
    if (hasHalf && !hasPair) {
      const message = 'and BACALHAU_PASSWORD belong together';
      context.addIssue({ code: 'custom', path: ['BACALHAU_USER'], message });
    }
    if (hasHalf && env.BACALHAU_TOKEN !== undefined) {
      const message = 'and BACALHAU_USER exclude each other';
      context.addIssue({ code: 'custom', path: ['BACALHAU_TOKEN'], message });
    }
  });

export type BacalhauEnv = z.output<typeof bacalhauEnv>;
