// What metering costs: each module's example, as it is and transformed, on this machine.
// CPU time of the run alone, everything compiled before, best of several; written to engine.json.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleBench, root } from './bundle.mjs';

const outfile = await bundleBench('bench/measure-engine.ts', 'bench-engine');
// Without the baseline compiler, compiling ends before the clock starts.
const report = execFileSync(process.execPath, ['--no-liftoff', outfile], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
const rows = JSON.parse(report);
console.table(rows);
writeFileSync(
  join(root, 'bench/engine.json'),
  `${JSON.stringify({ node: process.version, rows }, null, 2)}\n`,
);
