import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anvilCommand, openChain, protectState, setClock } from './anvil.mjs';
import { checkChain, checkDatabase } from './external.mjs';
import { stopLeftovers } from './guardian.mjs';
import { choosePorts } from './ports.mjs';
import {
  openPostgres,
  postgresCommand,
  postgresUrl,
  preparePostgres,
  removePostgres,
  runningPostgres,
} from './postgres.mjs';
import { createSupervisor } from './processes.mjs';
import { deploySpec, lifeSpec, migrateSpec, serviceSpecs, webUrl } from './services.mjs';
import { PlainError, step as plainStep, say } from './steps.mjs';

export const USUAL_PORTS = { web: 3000, directory: 4000, chain: 8545, database: 54_320 };

/**
 * Starts a whole market on one data folder: database, chain, contracts and every process.
 *
 * @param {object} options
 * @param {string} options.dataDir
 * @param {Record<string, number>} [options.usualPorts] 0 for any free one
 * @param {string} [options.databaseUrl] used instead of the embedded PostgreSQL
 * @param {string} [options.rpcUrl] used instead of the local chain
 * @param {Promise<unknown>} [options.built] awaited before the first bundle runs
 * @param {boolean} [options.isDurable] false: the database does not sync (tests)
 * @param {boolean} [options.hasLife] false: no first deals
 * @param {boolean} [options.quiet]
 */
export async function startStack(options) {
  const { dataDir, isDurable = true, hasLife = true, quiet = false } = options;
  const step = quiet ? (_name, run) => run() : plainStep;
  mkdirSync(dataDir, { recursive: true });
  const recordFile = join(dataDir, 'processes.jsonl');
  const leftovers = await stopLeftovers(recordFile);
  if (leftovers.length > 0 && !quiet) say(`stopped what an earlier start left: ${leftovers}`);
  const supervisor = createSupervisor({ logDir: join(dataDir, 'logs'), recordFile, quiet });
  const stop = (onStopped) => supervisor.stopAll(onStopped);
  const started = { supervisor, stop, killAll: () => supervisor.killAll() };
  options.onSupervisor?.(started);
  try {
    const portFile = join(dataDir, 'ports.json');
    const external = await checkExternal(options);
    const cluster = options.databaseUrl
      ? undefined
      : await step(
          'database files',
          () => preparePostgres(join(dataDir, 'postgres'), { isDurable }),
          ({ place }) => (place.startsWith(dataDir) ? undefined : place),
        );
    const running = cluster && runningPostgres(cluster);
    const { web, directory, ...inner } = options.usualPorts ?? USUAL_PORTS;
    const ports = await choosePorts(portFile, inner);
    const market = {
      dataDir,
      ports,
      host: process.env.HOST || '127.0.0.1',
      databaseUrl: options.databaseUrl,
      rpcUrl: options.rpcUrl ?? `http://127.0.0.1:${ports.chain}`,
      chainId: external.chainId ?? 0,
    };
    if (cluster) {
      market.databaseUrl = await step(
        'PostgreSQL',
        () => startDatabase({ supervisor, cluster, running, ports }),
        () => `port ${ports.database}${running ? ', was running' : ''}`,
      );
    }
    market.chainId ||= await step(
      'chain',
      () => startChain({ supervisor, dataDir, ports }),
      (id) => `${id}, port ${ports.chain}`,
    );
    await options.built;
    Object.assign(ports, await choosePorts(portFile, { web, directory }));
    await step(
      'contracts on chain',
      () => runOnce(supervisor, deploySpec(market)),
      (said) => said,
    );
    await step('database tables', () => runOnce(supervisor, migrateSpec(market)));
    await startServices({ supervisor, market, step });
    const life = hasLife ? lifeSpec(market) : undefined;
    if (life) {
      const handle = supervisor.start(life.spec);
      if (!quiet) say('          first deals: being made in the background');
      void handle.ended().then((code) => code === 0 && life.markDone());
    }
    const remove = () => removePostgres(join(dataDir, 'postgres'));
    return { ...started, market, url: webUrl(market), remove };
  } catch (error) {
    await supervisor.stopAll();
    throw error;
  }
}

async function checkExternal({ databaseUrl, rpcUrl }) {
  if (databaseUrl !== undefined) await checkDatabase(databaseUrl);
  return { chainId: rpcUrl === undefined ? undefined : await checkChain(rpcUrl) };
}

async function startDatabase({ supervisor, cluster, running, ports }) {
  if (running) {
    // A server outlived its supervisor: it is used as it is, and stopped with the others.
    const url = await openPostgres(cluster, running.port, { limitMs: 10_000 }).catch(() => {});
    if (url !== undefined) {
      ports.database = running.port;
      supervisor.adopt(running.pid, { name: 'postgres', stopSignal: 'SIGINT' });
      return url;
    }
  }
  const command = postgresCommand(cluster, ports.database);
  const handle = supervisor.start({ name: 'postgres', ...command });
  await answers(handle, 'postgres', (options) => openPostgres(cluster, ports.database, options));
  return postgresUrl(cluster, ports.database);
}

async function startChain({ supervisor, dataDir, ports }) {
  const stateFile = join(dataDir, 'chain/state.json');
  const url = `http://127.0.0.1:${ports.chain}`;
  const handle = supervisor.start({
    name: 'chain',
    ...anvilCommand({ port: ports.chain, stateFile, blockTime: 1 }),
    beforeStart: () => protectState(stateFile),
    afterStart: () => openChain(url).then(() => setClock(url)),
    stopLimitMs: 30_000,
  });
  const id = await answers(handle, 'the chain', (options) => openChain(url, options));
  await setClock(url);
  return id;
}

/** Waits for a started process to answer; a failure names the process and its last words. */
async function answers(handle, name, open) {
  try {
    return await open({ isAlive: () => handle.failures() < 3 });
  } catch (error) {
    const last = handle.lastLine();
    throw new PlainError(`${name} does not answer: ${last || error.message} (${handle.logFile})`);
  }
}

async function runOnce(supervisor, spec) {
  const handle = supervisor.start({ ...spec, once: true });
  const code = await handle.ended();
  if (code === 0) return handle.lastLine();
  await handle.stop();
  throw new PlainError(`${spec.name} failed: ${handle.lastLine()} (${handle.logFile})`);
}

async function startServices({ supervisor, market, step }) {
  const serving = [];
  for (const spec of serviceSpecs(market)) {
    const handle = supervisor.start(spec);
    if (spec.address) {
      serving.push(
        step(
          spec.name,
          () => waitUntilServing(spec, handle),
          (address) => address,
        ),
      );
    } else {
      await step(spec.name, () => undefined);
    }
  }
  await Promise.all(serving);
}

async function waitUntilServing({ name, address }, handle, limitMs = 60_000) {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      const response = await fetch(address, { signal: AbortSignal.timeout(10_000) });
      // Somebody else may answer there, and ours have failed to listen.
      if (response.status < 500 && handle.isAlive()) return address;
      if (Date.now() > until) throw new Error(`it answers ${response.status}`);
    } catch (error) {
      if (handle.hopeless()) throw new PlainError(handle.hopeless());
      if (Date.now() > until || handle.failures() >= 5) {
        const last = handle.lastLine() || error.message;
        throw new PlainError(`${name} does not answer: ${last} (${handle.logFile})`);
      }
    }
    await sleep(100);
  }
}
