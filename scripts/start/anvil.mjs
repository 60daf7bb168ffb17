import * as fs from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { foundryBinary } from './native.mjs';

export const LOCAL_CHAIN_ID = 31_337;

/** The rules of the chains that Reckon is deployed to; EIP-2935 (hashes of older blocks) needs it. */
export const HARDFORK = 'prague';

/**
 * States of past blocks that can be read. Without a limit anvil writes one for every block to
 * ~/.foundry/anvil/tmp, and leaves them there when it is killed: gigabytes a day.
 */
const KEPT_STATES = 128;

/**
 * The command of a local chain on 127.0.0.1.
 *
 * @param {{ port: number, chainId?: number, stateFile?: string, blockTime?: number, accounts?: number, args?: string[] }} options
 *   stateFile: loaded at start, written every second (or few) and at the end; blockTime: seconds, none = a
 *   block a transaction; accounts: funded test accounts with well-known keys
 */
export function anvilCommand(options) {
  const { port, chainId = LOCAL_CHAIN_ID, stateFile, blockTime, accounts = 0, args = [] } = options;
  return {
    command: foundryBinary('anvil'),
    args: [
      ...['--host', '127.0.0.1', '--port', String(port)],
      ...['--chain-id', String(chainId), '--hardfork', HARDFORK],
      ...['--accounts', String(accounts), '--quiet'],
      ...['--prune-history', String(KEPT_STATES)],
      ...(blockTime === undefined ? [] : ['--block-time', String(blockTime)]),
      ...(stateFile === undefined ? [] : keepState(stateFile)),
      ...args,
    ],
    stopSignal: 'SIGINT',
  };
}

/**
 * Anvil makes its first block anew at every start: with the time of the first start it is the same
 * block again (a chain with two of them answers with either). Every dump writes the whole chain, so
 * a long one is written less often.
 */
function keepState(stateFile) {
  const genesisFile = `${stateFile}.genesis`;
  if (!fs.existsSync(stateFile) || !fs.existsSync(genesisFile)) {
    fs.mkdirSync(dirname(stateFile), { recursive: true });
    fs.writeFileSync(genesisFile, String(Math.floor(Date.now() / 1000)));
  }
  const bytes = fs.statSync(stateFile, { throwIfNoEntry: false })?.size ?? 0;
  const seconds = 1 + Math.floor(bytes / 25_000_000);
  const genesis = fs.readFileSync(genesisFile, 'utf8');
  return ['--state', stateFile, '--state-interval', String(seconds), '--timestamp', genesis];
}

/**
 * Lets a resumed chain's clock go by the wall clock again: it goes on from where it stopped. Does
 * nothing when the chain is ahead.
 */
export async function setClock(url) {
  const { timestamp } = await rpc(url, 'eth_getBlockByNumber', ['latest', false]);
  const now = Math.floor(Date.now() / 1000);
  if (now > Number(timestamp)) await rpc(url, 'evm_setTime', [now]);
}

/**
 * Anvil writes its state in place: killed while it writes, it leaves half a file and would not start
 * again. Keeps the last whole state beside it and puts it back when the file is broken.
 */
export function protectState(stateFile) {
  fs.mkdirSync(dirname(stateFile), { recursive: true });
  const kept = `${stateFile}.kept`;
  if (isWhole(stateFile)) {
    fs.copyFileSync(stateFile, `${kept}.new`);
    fs.renameSync(`${kept}.new`, kept);
    return 'whole';
  }
  const wasThere = fs.existsSync(stateFile);
  if (isWhole(kept)) fs.copyFileSync(kept, stateFile);
  else fs.rmSync(stateFile, { force: true });
  return wasThere ? 'repaired' : 'new';
}

function isWhole(path) {
  try {
    JSON.parse(fs.readFileSync(path, 'utf8'));
    return true;
  } catch {
    return false;
  }
}

/** One JSON-RPC call. */
export async function rpc(url, method, params = [], limitMs = 5_000) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
    signal: AbortSignal.timeout(limitMs),
  });
  const answer = await response.json();
  if (answer.error) throw new Error(`${method}: ${answer.error.message}`);
  return answer.result;
}

/** Waits until a chain answers; its id. */
export async function openChain(url, { limitMs = 30_000, isAlive = () => true } = {}) {
  const until = Date.now() + limitMs;
  for (;;) {
    try {
      return Number(await rpc(url, 'eth_chainId'));
    } catch (error) {
      if (Date.now() > until || !isAlive()) throw error;
      await sleep(50);
    }
  }
}
