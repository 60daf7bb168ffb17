import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundlePath } from './bundle.mjs';
import { inRoot, nodesDir, root } from './places.mjs';

/**
 * What every process of one market is told. Local folders and addresses; secrets only as paths.
 *
 * @typedef {object} Market
 * @property {string} dataDir
 * @property {string} databaseUrl
 * @property {string} rpcUrl
 * @property {number} chainId
 * @property {{ web: number, directory: number }} ports
 * @property {string} host address that web and directory listen on
 */

export const keysDir = ({ dataDir }) => join(dataDir, 'keys');
export const directoryUrl = ({ ports }) => `http://127.0.0.1:${ports.directory}`;
export const webUrl = ({ ports }) => `http://localhost:${ports.web}`;
export const deploymentFile = ({ dataDir, chainId }) =>
  process.env.DEPLOYMENT_FILE || join(dataDir, `deployment-${chainId}.json`);

/** @param {Market} market */
export function commonEnv(market) {
  const { DATABASE_URL: _, PORT: __, ...inherited } = process.env;
  return {
    ...inherited,
    NODE_ENV: 'production',
    RECKON_DATA_DIR: market.dataDir,
    RPC_URL: market.rpcUrl,
    CHAIN_ID: String(market.chainId),
    DEPLOYMENT_FILE: deploymentFile(market),
    DIRECTORY_URL: directoryUrl(market),
    API_URL: `http://127.0.0.1:${market.ports.web}`,
  };
}

const worker = (market, bundle, env, more = {}) => ({
  name: env.NAME ?? bundle,
  command: process.execPath,
  args: ['--enable-source-maps', bundlePath(bundle)],
  cwd: root,
  env: { ...commonEnv(market), NAME: bundle, ...env },
  ...more,
});

/** Brings the contracts, the first court and everybody's keys and money to the chain. */
export const deploySpec = (market) =>
  worker(
    market,
    'deploy',
    { KEYS_DIR: keysDir(market), CONTRACTS_OUT: inRoot('contracts/out') },
    { once: true },
  );

export const migrateSpec = (market) =>
  worker(market, 'migrate', { DATABASE_URL: market.databaseUrl }, { once: true });

/**
 * The long-running processes in the order in which they start. `address` is where one that serves
 * answers.
 *
 * @param {Market} market
 */
export function serviceSpecs(market) {
  const keys = keysDir(market);
  const key = (...path) => `${join(keys, ...path)}.key`;
  const state = (name) => join(market.dataDir, 'agents', name);
  const database = { DATABASE_URL: market.databaseUrl };
  const provider = (name, basePrice, fuelPrice) =>
    worker(market, 'provider', {
      NAME: name,
      STATE_DIR: state(name),
      KEY_FILE: key('providers', `${name}-operator`),
      WALLET_KEY_FILE: key('providers', name),
      BASE_PRICE: String(basePrice),
      FUEL_PRICE: String(fuelPrice),
      // Three agents that look at one engine say the same thrice.
      OCI_SOCKET: process.env.OCI_SOCKET || 'none',
    });
  const specs = [
    worker(
      market,
      'directory',
      {
        HOST: market.host,
        PORT: String(market.ports.directory),
        STATE_DIR: join(market.dataDir, 'directory'),
        KEY_FILE: key('directory'),
        PAGE_ORIGINS: webUrl(market),
      },
      { address: directoryUrl(market) },
    ),
    webSpec(market),
    worker(market, 'indexer', database),
    worker(market, 'solver', { ...database, KEY_FILE: key('solver') }),
    worker(market, 'keeper', { ...database, KEY_FILE: key('keeper') }),
    worker(market, 'certifier', { ...database, NODES_DIR: nodesDir }),
    // The one with the cheat switch is the dearest: it gets a job only from who asks for it.
    provider('provider-1', 2_000, 800),
    provider('provider-2', 2_200, 840),
    provider('provider-3', 2_600, 920),
    worker(market, 'mediator', {
      STATE_DIR: state('mediator'),
      KEYS_DIR: join(keys, 'mediators'),
    }),
  ];
  return specs.filter(isInTree);
}

/** The first deals, really made once by the actors of a local chain. */
export function lifeSpec(market) {
  const done = join(market.dataDir, 'life-done');
  const spec = worker(
    market,
    'life',
    { KEYS_DIR: keysDir(market), STATE_DIR: join(market.dataDir, 'agents', 'life') },
    { once: true },
  );
  if (existsSync(done) || !isInTree(spec)) return undefined;
  return { spec, markDone: () => writeFileSync(done, `${new Date().toISOString()}\n`) };
}

function webSpec(market) {
  const next = inRoot('node_modules/next/dist/bin/next');
  return {
    name: 'web',
    command: process.execPath,
    args: [next, 'start', '-H', market.host, '-p', String(market.ports.web)],
    cwd: root,
    env: {
      ...commonEnv(market),
      DATABASE_URL: market.databaseUrl,
      NEXT_TELEMETRY_DISABLED: '1',
    },
    address: `http://127.0.0.1:${market.ports.web}`,
    entry: inRoot('app'),
  };
}

const isInTree = (spec) => existsSync(spec.entry ?? spec.args.at(-1));
