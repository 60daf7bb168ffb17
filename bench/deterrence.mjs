// What cheating brings, played against the real contracts on a chain of its own; and what it would
// bring without the guard that stands in its way. Writes deterrence.json, docs/deterrence.svg and the
// table in docs/deterrence.md.  node bench/deterrence.mjs [--deals 600] [--seed 1] [--execution-cost 0.6] [--theta 1]
import { spawn } from 'node:child_process';
import { buildParts } from '../scripts/start/build.mjs';
import { bundleBench, root } from './bundle.mjs';

await buildParts(['contracts']);
const outfile = await bundleBench('bench/deterrence/main.ts', 'deterrence');
const args = ['--enable-source-maps', outfile, root, ...process.argv.slice(2)];
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code) => {
  process.exitCode = code ?? 1;
});
