// How quick the searches of the page Offers are with 100,000 offers, in a real PostgreSQL that lives
// for this run alone. Writes offers.json.   node bench/offers.mjs [OFFERS]
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleBench, root } from './bundle.mjs';

const count = Number(process.argv[2] ?? 100_000);
const bench = await bundleBench('bench/offers/main.ts', 'offers');
const { status, stdout } = spawnSync(process.execPath, [bench, String(count)], {
  cwd: root,
  encoding: 'utf8',
  stdio: ['ignore', 'pipe', 'inherit'],
});
if (status !== 0) process.exit(status ?? 1);
const figures = JSON.parse(stdout);
console.table(figures.lists);
console.table(figures.counts);
console.log(`one more offer: ${JSON.stringify(figures.posts)}`);
console.log(`list: p95 ${figures.listP95Ms} ms over ${figures.offers} offers`);
if (count === 100_000) {
  writeFileSync(join(root, 'bench/offers.json'), `${JSON.stringify(figures, null, 2)}\n`);
}
