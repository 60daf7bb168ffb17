import { readOptions } from './options';
import { runPlays } from './run-plays';

const [root = '', ...args] = process.argv.slice(2);
const results = await runPlays(readOptions(args), root, (line) => console.log(line));
console.log(results.length);
