import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { bundleWorkers } from './bundle.mjs';
import { hintFramework } from './compile-hints.mjs';
import { withLock } from './locks.mjs';
import { foundryBinary } from './native.mjs';
import { cacheDir, distDir, inRoot, root } from './places.mjs';
import { hashOf, isFresh, writeStamp } from './stamps.mjs';
import { PlainError, tellingStep } from './steps.mjs';
import { packToolchains } from './toolchains.mjs';

const CODE = ['lib', 'drizzle/schema', 'package-lock.json', 'tsconfig.json'];
const BUILDER = ['build', 'bundle', 'compile-hints', 'toolchains'].map(
  (name) => `scripts/start/${name}.mjs`,
);

/** What is built, from which files, into what. */
const parts = {
  contracts: {
    sources: ['contracts/foundry.toml', 'contracts/src', 'scripts/solc.mjs'],
    output: inRoot('contracts/out'),
    run: () =>
      command(foundryBinary('forge'), ['build', '--skip', 'test'], { cwd: inRoot('contracts') }),
  },
  workers: {
    sources: ['workers', ...CODE],
    output: distDir,
    run: async () => `${await bundleWorkers()} bundles`,
  },
  web: {
    sources: [
      ...['app', 'components', 'public', 'next.config.ts', 'proxy.ts'],
      ...['postcss.config.mjs', ...CODE],
    ],
    output: inRoot('.next/BUILD_ID'),
    run: async () => {
      const next = inRoot('node_modules/next/dist/bin/next');
      const env = { NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
      await Promise.all([command(process.execPath, [next, 'build'], { env }), packToolchains()]);
      hintFramework();
    },
  },
};

/**
 * Builds what has changed since it was built last; one build at a time in a clone. The compiler of
 * the contracts uses one core, so the web is built beside it.
 *
 * @param {('contracts' | 'workers' | 'web')[]} names
 */
export async function buildParts(names = ['contracts', 'workers', 'web']) {
  const wrong = names.find((name) => parts[name] === undefined);
  if (wrong) throw new PlainError(`there is no part ${wrong} to build`);
  await withLock(join(cacheDir, 'build.lock'), async () => {
    const lanes = [names.filter((name) => name !== 'web'), names.filter((name) => name === 'web')];
    const ended = await Promise.allSettled(lanes.map(buildInTurn));
    const failed = ended.find(({ status }) => status === 'rejected');
    if (failed) throw failed.reason;
  });
}

async function buildInTurn(names) {
  for (const name of names) {
    const { sources, output, run } = parts[name];
    const hash = hashOf([...sources, ...BUILDER], [process.version.split('.')[0]]);
    if (isFresh(name, hash, output)) continue;
    await tellingStep(`built ${name}`, async () => {
      const note = await run();
      writeStamp(name, hash);
      return note;
    });
  }
}

/** Commands that run now: they end with this process, however it is left. */
const running = new Set();
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});

/** Runs a command in the clone; what it says is shown only when it fails. */
function command(file, args, { cwd = root, env = {} } = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    running.add(child);
    let said = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        said += text;
      });
    }
    child.once('error', reject);
    child.once('exit', (code, signal) => {
      running.delete(child);
      if (code === 0) return resolve(undefined);
      process.stderr.write(`${said}\n`);
      const name = [file.split('/').at(-1), ...args.slice(-1)].join(' ');
      reject(new PlainError(`${name} failed (${signal ?? `exit ${code}`}); its output is above`));
    });
  });
}
