import { complaintsOf } from './judge-results';
import { readOptions } from './options';
import { runPlays } from './run-plays';
import { writeReport } from './write-report';

// An exit that is announced takes chains and temporary folders along.
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));

const [root = '', ...args] = process.argv.slice(2);
const options = readOptions(args);
console.log('Mean profit in pi, the price of an honest run, ± half of the 95 % interval');
const results = await runPlays(options, root, (line) => console.log(line));
writeReport(root, options, results);
const complaints = complaintsOf(results);
for (const complaint of complaints) console.error(complaint);
if (complaints.length > 0) process.exitCode = 1;
else
  console.log('Every dishonest strategy earns less than honest work, and more without its guard.');
