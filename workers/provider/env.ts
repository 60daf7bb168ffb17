import type { Address } from 'viem';
import { z } from 'zod';
import { httpUrl, path, processName, wholeNumber } from '../../lib/env/fields';

const amount = (fallback: string) =>
  z
    .string()
    .regex(/^\d{1,28}$/, 'must be a whole number of token units')
    .default(fallback)
    .transform(BigInt);

/** What `npm run provider` reads. Amounts in the token's smallest unit. */
export const providerEnv = z.object({
  NAME: processName.default('provider'),
  /** The agent's own hot key: posts, declines and keeps offers live. Made if missing. */
  KEY_FILE: path,
  /** Optional: the provider's wallet. With it the agent deposits, signs and publishes its own offer. */
  WALLET_KEY_FILE: path.optional(),
  /** Optional: the provider whose offers an agent without a wallet serves; else who is first. */
  PROVIDER: z
    .string()
    .regex(/^0x[0-9a-fA-F]{40}$/, 'must be an address')
    .transform((text) => text as Address)
    .optional(),
  /** What the machine is called on its owner's pages; the host's name otherwise. */
  MACHINE_NAME: z.string().max(64).optional(),
  STATE_DIR: path,
  RPC_URL: httpUrl,
  DEPLOYMENT_FILE: path,
  API_URL: httpUrl,
  /** Jobs that run at once. */
  CONCURRENT: wholeNumber(1).default(1),
  BASE_PRICE: amount('2000'),
  FUEL_PRICE: amount('800'),
  FUEL_PER_SECOND: amount('16000000000'),
  DEPOSIT: amount('5000000000'),
});

export type ProviderEnv = z.output<typeof providerEnv>;
