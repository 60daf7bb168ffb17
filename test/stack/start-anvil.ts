import { rmSync } from 'node:fs';
import { anvilCommand, openChain, protectState, setClock } from '../../scripts/start/anvil.mjs';
import { freePort } from '../../scripts/start/ports.mjs';
import { testSupervisor } from './processes';

export interface AnvilOptions {
  /** Seconds between blocks; without it every transaction makes one. */
  readonly blockTime?: number;
  /** Funded accounts with anvil's well-known keys (default 10). */
  readonly accounts?: number;
  /** Where the chain is kept; without it it is gone with the process. */
  readonly stateFile?: string;
  /** Default: a free one. Give the same again to restart a chain in place. */
  readonly port?: number;
  /** Default: that of npm start. */
  readonly chainId?: number;
  /** More arguments of anvil's. */
  readonly args?: readonly string[];
}

export interface TestAnvil {
  readonly url: string;
  readonly port: number;
  readonly chainId: number;
  readonly pid: number;
  /** Ends it at once, without a last dump of its state. */
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** Starts a local chain with the hard fork that npm start uses. */
export async function startAnvil(options: AnvilOptions = {}): Promise<TestAnvil> {
  const port = options.port ?? (await freePort());
  const { chainId: id, stateFile, blockTime, accounts = 10, args = [] } = options;
  if (stateFile !== undefined) protectState(stateFile);
  const child = testSupervisor().start({
    name: `anvil-${port}`,
    isLeft: true,
    ...anvilCommand({ port, chainId: id, stateFile, blockTime, accounts, args }),
  });
  const url = `http://127.0.0.1:${port}`;
  const chainId = await openChain(url, { isAlive: child.isAlive }).catch((cause) => {
    throw new Error(`anvil did not start: ${child.lastLine()}`, { cause });
  });
  if (stateFile !== undefined) await setClock(url);
  const pid = child.pid() ?? 0;
  return {
    url,
    port,
    chainId,
    pid,
    kill: async () => {
      const ended = child.ended();
      process.kill(pid, 'SIGKILL');
      await ended;
    },
    stop: async () => {
      await child.stop();
      rmSync(child.logFile, { force: true });
    },
  };
}
