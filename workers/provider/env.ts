import type { Address, Hex } from 'viem';
import { z } from 'zod';
import { idOfCid } from '../../lib/content/content-id';
import { DEFAULT_LIMITS, MIB } from '../../lib/content/content-limits';
import { httpUrl, httpUrls, path, port, processName, wholeNumber } from '../../lib/env/fields';
import { bytes32Field } from '../../lib/shared/json-fields';

const amountText = z.string().regex(/^\d{1,28}$/, 'must be a whole number of token units');
const amount = (fallback: string) => amountText.default(fallback).transform(BigInt);

const moduleList = z
  .string()
  .transform((text) => text.split(',').map((one) => one.trim()))
  .transform((names, context) =>
    names.map((name): Hex => {
      if (/^0x[0-9a-fA-F]{64}$/.test(name)) return name as Hex;
      try {
        return idOfCid(name);
      } catch {
        context.addIssue(`names ${name}, which is neither a CID nor an id (0x and 64 hex digits)`);
        return '0x';
      }
    }),
  );

/** What a directory gives at most. */
const MAX_INPUT_MIB = DEFAULT_LIMITS.maxBytes / MIB;

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
  /** One endpoint, or several with commas between them: the next is asked when one fails or lies. */
  RPC_URL: httpUrls,
  DEPLOYMENT_FILE: path,
  API_URL: httpUrl,
  /** What jobs may have of this machine together; by default all cores, 3/4 of its memory, half of its free disk. */
  CPU_MILLI: wholeNumber(100).optional(),
  MEMORY_MIB: wholeNumber(16).optional(),
  STORAGE_MIB: wholeNumber(1).optional(),
  /**
   * GPUs that jobs may have, memory of each and the model as offers name it: for those that this
   * machine cannot look at, a cluster's. By default what OCI_GPUS names or is found.
   */
  GPU_COUNT: wholeNumber(0, 64).optional(),
  GPU_MEMORY_MIB: wholeNumber().default(0),
  GPU_MODEL: bytes32Field.optional(),
  /** Jobs that run at once at most, however much room there is. */
  CONCURRENT: wholeNumber(1).default(1_000),
  /** Largest module or inputs that are fetched for a job. */
  MAX_INPUT_MIB: wholeNumber(1, MAX_INPUT_MIB).default(MAX_INPUT_MIB),
  /** Modules that run here, by CID or id, with commas between them; by default all. */
  MODULES: moduleList.optional(),
  /** Modules in containers that run here and that an agent with a wallet offers; by default those of MODULES, none offered. */
  OCI_MODULES: moduleList.optional(),
  /** Port of /healthz and /metrics on this machine's loopback; by default none. */
  HEALTH_PORT: port.optional(),
  /** OpenTelemetry collector that takes traces by OTLP over HTTP; by default none. */
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  BASE_PRICE: amount('2000'),
  FUEL_PRICE: amount('800'),
  FUEL_PER_SECOND: amount('16000000000'),
  /** Of a second in a container, which is 10^9 fuel; by default what a second of WebAssembly brings. */
  OCI_FUEL_PRICE: amountText.transform(BigInt).optional(),
  /** The same with a GPU; without it an agent with a wallet offers none. */
  OCI_GPU_FUEL_PRICE: amountText.transform(BigInt).optional(),
  DEPOSIT: amount('5000000000'),
});

export type ProviderEnv = z.output<typeof providerEnv>;
