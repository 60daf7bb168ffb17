import {
  BaseError,
  createPublicClient,
  createTransport,
  HttpRequestError,
  http,
  LimitExceededRpcError,
  type PublicClient,
  ResourceUnavailableRpcError,
  TimeoutError,
  type Transport,
} from 'viem';
import { hideUrlPaths } from '../shared/hide-url-paths';
import { chainOf } from './chain-of';
import { HeadWatch } from './head-watch';

/** The node serves another chain than the process was told. */
export class WrongChainError extends Error {
  override name = 'WrongChainError';
}

/** One endpoint of a pool, asked by itself: what it says is compared with what others say. */
export type Witness = {
  /** Host and port: a path or a query may hold a secret. */
  readonly name: string;
  readonly client: PublicClient;
  /** Whether it lacks blocks that the others have had for a while: nobody waits for its word. */
  readonly isStill: () => boolean;
  /** It said what others contradict: it is asked last for a while. */
  distrust(reason: string): void;
};

export type RpcPool = {
  readonly transport: Transport;
  readonly witnesses: readonly Witness[];
  /**
   * Asks every endpoint for its chain.
   *
   * @throws WrongChainError where none that answers serves it; the last error where none answers
   */
  check(): Promise<void>;
};

export type RpcPoolOptions = {
  readonly urls: readonly string[];
  readonly chainId: number;
  readonly timeoutMs?: number;
  readonly pollingMs?: number;
  /** How often the nodes' newest blocks are compared while any is asked (default 5 s). */
  readonly compareMs?: number;
  /** How far behind the others a node may be (default 15 s). */
  readonly lagMs?: number;
  /** Told when an endpoint fails, serves another chain or is distrusted. */
  readonly onProblem?: ((text: string) => void) | undefined;
};

const FIRST_REST_MS = 1_000;
const LONGEST_REST_MS = 60_000;
const DISTRUST_MS = 10 * 60_000;
/** Of what a node says in place of an answer, which may be a whole page. */
const MOST_DETAILS = 200;

type Endpoint = {
  readonly name: string;
  readonly client: PublicClient;
  readonly ask: (args: { method: string; params?: unknown }) => Promise<unknown>;
  isChecked: boolean;
  failures: number;
  /** Until then it is asked only when the others fail. */
  restsUntil: number;
  /** It answers, and has not what the others have: it is asked only when they fail. */
  isStill: boolean;
};

/**
 * Several JSON-RPC endpoints of one chain as one: each call goes to the first that is well, one that
 * fails rests for a while that doubles, one that stands still is asked last until it has caught up, and none is believed before it has shown the right chain id.
 * Transactions are broadcast to all of them, so that one that swallows them does no harm.
 */
export function createRpcPool(options: RpcPoolOptions): RpcPool {
  const { urls, chainId, timeoutMs = 10_000, pollingMs = 500, onProblem = () => {} } = options;
  const { compareMs = 5_000, lagMs = 15_000 } = options;
  const chain = chainOf(urls[0] ?? '', chainId);
  const endpoints = urls.map((url): Endpoint => {
    const transport = http(url, { timeout: timeoutMs, retryCount: 0 });
    const client = createPublicClient({
      chain,
      transport,
      pollingInterval: pollingMs,
      cacheTime: 0,
    });
    const ask = transport({ chain }).request as Endpoint['ask'];
    const name = new URL(url).host;
    return { name, client, ask, isChecked: false, failures: 0, restsUntil: 0, isStill: false };
  });
  const heads = new HeadWatch(lagMs);
  let comparedAt = Date.now();

  function rest(endpoint: Endpoint, ms: number, reason: string): void {
    endpoint.restsUntil = Math.max(endpoint.restsUntil, Date.now() + ms);
    onProblem(`RPC endpoint ${endpoint.name}: ${reason}`);
  }

  function failed(endpoint: Endpoint, error: unknown): void {
    endpoint.failures += 1;
    endpoint.isChecked = false;
    const pause = Math.min(LONGEST_REST_MS, FIRST_REST_MS * 2 ** (endpoint.failures - 1));
    rest(endpoint, pause, shortTextOf(error));
  }

  async function askOne(endpoint: Endpoint, method: string, params: unknown): Promise<unknown> {
    if (!endpoint.isChecked) {
      const found = Number(await endpoint.ask({ method: 'eth_chainId' }));
      if (found !== chainId) {
        throw new WrongChainError(`The node serves chain ${found}, wanted was ${chainId}`);
      }
      endpoint.isChecked = true;
    }
    const answer = await endpoint.ask({ method, params });
    endpoint.failures = 0;
    return answer;
  }

  /** Those that are well in their order, then the others, who has rested most first. */
  function inOrder(): Endpoint[] {
    const now = Date.now();
    const restOf = ({ restsUntil, isStill }: Endpoint) =>
      Math.max(isStill ? FIRST_REST_MS : 0, restsUntil - now);
    return [...endpoints].sort((a, b) => restOf(a) - restOf(b));
  }

  /** Beside the calls that it is made for, and only while there are some. */
  function compareHeads(): void {
    if (endpoints.length < 2 || Date.now() < comparedAt + compareMs) return;
    comparedAt = Date.now();
    const asked = endpoints.map((endpoint) =>
      askOne(endpoint, 'eth_blockNumber', []).then(
        (head) => BigInt(head as string),
        () => undefined,
      ),
    );
    void Promise.all(asked).then((found) => {
      const still = heads.standingStill(Date.now(), found);
      endpoints.forEach((endpoint, i) => {
        const isStill = still[i] === true;
        if (isStill && !endpoint.isStill) {
          onProblem(`RPC endpoint ${endpoint.name}: it stands still at block ${found[i]}`);
        }
        endpoint.isStill = isStill;
      });
    });
  }

  async function askFirst(method: string, params: unknown): Promise<unknown> {
    compareHeads();
    let last: unknown;
    for (const endpoint of inOrder()) {
      try {
        return await askOne(endpoint, method, params);
      } catch (error) {
        if (!isEndpointsFault(error)) throw error;
        failed(endpoint, error);
        last = error;
      }
    }
    throw last;
  }

  async function broadcast(method: string, params: unknown): Promise<unknown> {
    const sent = await Promise.allSettled(
      inOrder().map(async (endpoint) => {
        try {
          return await askOne(endpoint, method, params);
        } catch (error) {
          if (isEndpointsFault(error)) failed(endpoint, error);
          throw error;
        }
      }),
    );
    const taken = sent.find((result) => result.status === 'fulfilled');
    if (taken) return taken.value;
    // What a node says of the transaction tells more than that another one is away.
    const reasons = sent.map((result) => (result as PromiseRejectedResult).reason as unknown);
    throw reasons.find((reason) => !isEndpointsFault(reason)) ?? reasons[0];
  }

  return {
    transport: ({ retryCount: _, ...config }) =>
      createTransport({
        ...config,
        key: 'pool',
        name: 'RPC pool',
        type: 'pool',
        retryCount: 1,
        request: (({ method, params }: { method: string; params?: unknown }) =>
          method === 'eth_sendRawTransaction'
            ? broadcast(method, params)
            : askFirst(method, params)) as never,
      }),
    witnesses: endpoints.map((endpoint) => ({
      name: endpoint.name,
      client: endpoint.client,
      isStill: () => endpoint.isStill,
      distrust: (reason) => rest(endpoint, DISTRUST_MS, reason),
    })),
    async check() {
      const answers = await Promise.allSettled(
        endpoints.map(async (endpoint) => {
          try {
            await askOne(endpoint, 'eth_blockNumber', []);
          } catch (error) {
            failed(endpoint, error);
            throw error;
          }
        }),
      );
      if (answers.some(({ status }) => status === 'fulfilled')) return;
      const reasons = answers.map((result) => (result as PromiseRejectedResult).reason as unknown);
      throw reasons.find((reason) => reason instanceof WrongChainError) ?? reasons[0];
    },
  };
}

/** Whether another endpoint may answer better. What the chain says is the same everywhere. */
export function isEndpointsFault(error: unknown): boolean {
  if (error instanceof WrongChainError) return true;
  if (!(error instanceof BaseError)) return true;
  const found = error.walk(
    (cause) =>
      cause instanceof HttpRequestError ||
      cause instanceof TimeoutError ||
      cause instanceof LimitExceededRpcError ||
      cause instanceof ResourceUnavailableRpcError,
  );
  return found !== null;
}

/** What went wrong, in one line, without the address of the node, which may hold a secret. */
export function shortTextOf(error: unknown): string {
  if (!(error instanceof BaseError)) {
    return error instanceof Error ? error.message : String(error);
  }
  const failure = error.walk((cause) => cause instanceof HttpRequestError);
  const status = failure instanceof HttpRequestError ? failure.status : undefined;
  const details = status ? `status ${status}` : lineOf(error.details ?? '');
  const short = lineOf(error.shortMessage).replace(/\.$/, '');
  return details && !short.includes(details) ? `${short}: ${hideUrlPaths(details)}` : short;
}

const lineOf = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, MOST_DETAILS);
