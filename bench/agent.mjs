// One agent, 200 small deals back to back on a real local chain, five times SIGKILL in between: what
// was settled, what was executed twice, what was oversold, by the agent's own log and by the chain.
// Writes agent.json and fails where it is not what it must be.   node bench/agent.mjs [DEALS] [KILLS]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildParts } from '../scripts/start/build.mjs';
import { bundleBench, root } from './bundle.mjs';

await buildParts(['contracts', 'workers']);
const bench = await bundleBench('bench/agent/measure-agent.ts', 'agent-bench');
const { status, stdout } = spawnSync(process.execPath, [bench, ...process.argv.slice(2)], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
const report = JSON.parse(stdout);
console.log(report);
const { deals, settled, executedTwice, oversold } = report;
if (settled !== deals || executedTwice > 0 || oversold > 0) {
  console.error('deals were lost, executed twice, or capacity was oversold');
  process.exit(1);
}
if (process.argv.length === 2) writeFileSync(join(root, 'bench/agent.json'), stdout);
