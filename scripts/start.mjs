#!/usr/bin/env node
import { readdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildParts } from './start/build.mjs';
import { installPackages } from './start/install.mjs';
import { takeLock } from './start/locks.mjs';
import { watchParents } from './start/parents.mjs';
import { defaultDataDir, root } from './start/places.mjs';
import { removePostgres } from './start/postgres.mjs';
import { startStack, USUAL_PORTS } from './start/stack.mjs';
import { PlainError, say, seconds, step, tellingStep } from './start/steps.mjs';

const HELP = `npm start               starts the market, or resumes it with all its state
npm start -- --reset    starts over: deletes the local database, chain, keys and contents

Environment: PORT (web, 3000), HOST (127.0.0.1), DATABASE_URL and RPC_URL (instead of the embedded
PostgreSQL and the local chain), DEPLOYMENT_FILE (a market on another chain), RECKON_DATA_DIR (.data)`;

/** What is running, once something is: asked to stop by signals. */
let running;
let isStopping = false;

async function main(args) {
  const unknown = args.filter((arg) => !['--reset', '--help'].includes(arg));
  if (args.includes('--help') || unknown.length > 0) {
    if (unknown.length > 0) throw new PlainError(`unknown option ${unknown[0]}\n${HELP}`);
    return say(HELP);
  }
  checkNode();
  const started = performance.now();
  const dataDir = defaultDataDir();
  const lock = takeLock(join(dataDir, 'lock'));
  if (lock.heldBy) {
    const where = lock.heldBy.url ? `: ${lock.heldBy.url}` : '';
    throw new PlainError(`the market already runs here (process ${lock.heldBy.pid})${where}`);
  }
  process.on('exit', () => lock.release());
  handleStops(dataDir);
  if (args.includes('--reset')) await step('deleted local state', () => reset(dataDir));
  await tellingStep('packages', installPackages);
  const built = buildParts();
  built.catch(() => {});
  const port = Number(process.env.PORT) || USUAL_PORTS.web;
  const stack = await startStack({
    dataDir,
    usualPorts: { ...USUAL_PORTS, web: port },
    databaseUrl: process.env.DATABASE_URL || undefined,
    rpcUrl: process.env.RPC_URL || undefined,
    built,
    onSupervisor: (supervised) => {
      running = supervised;
    },
  });
  lock.update({ url: stack.url, market: { ...stack.market, databaseUrl: undefined } });
  say(
    `Started in ${seconds(performance.now() - started)}; logs in ${relative(root, dataDir)}/logs`,
  );
  say(`Ready: ${stack.url}`);
}

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new PlainError(`Node ${process.versions.node} is too old: 20.19 or later is needed`);
}

function reset(dataDir) {
  removePostgres(join(dataDir, 'postgres'));
  const names = readdirSync(dataDir).filter((name) => name !== 'lock');
  for (const name of names) {
    rmSync(join(dataDir, name), { recursive: true, force: true });
  }
}

/** Ctrl-C stops in order, a second one kills; so does the end of the parent (npm, a terminal). */
function handleStops(dataDir) {
  const stop = async (why) => {
    if (isStopping) {
      running?.killAll();
      say('Killed.');
      process.exit(130);
    }
    isStopping = true;
    say(`Stopping (${why}); once more kills`);
    await running?.stop((name, ms) => say(`${seconds(ms).padStart(8)}  stopped ${name}`));
    say(`Stopped. State is kept in ${relative(root, dataDir)}/`);
    process.exit(0);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => stop(signal));
  watchParents(() => {
    if (!isStopping) void stop('the parent process is gone');
  });
  // With the parent gone there may be nobody to read what we say.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => {});
}

main(process.argv.slice(2)).catch((error) => {
  if (isStopping) return;
  const text = error instanceof PlainError ? error.message : (error?.stack ?? String(error));
  process.stderr.write(`reckon: ${text}\n`);
  process.exit(1);
});
