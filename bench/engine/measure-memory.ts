import { isWasmEngine } from '../../lib/execution/engine-id';
import { prepareJob } from '../../lib/execution/prepare-job';
import { exampleJob } from '../../lib/execution/testing/example-job';
import { costsOf } from '../../lib/execution/wasm/engine-versions';
import { transformModule } from '../../lib/execution/wasm/transform-module';
import { treeOf } from './kernel-tree';
import { runWasm } from './run-kernel';

/**
 * node measure-memory.mjs MODULE raw|metered: the most memory that a process has which compiles a
 * curated module and runs it, in MB; `metered` transforms it first, as the first job on a machine does.
 */

const [name = '', kind = 'raw'] = process.argv.slice(2);
const job = exampleJob(name);
const { module, engine, readOnly } = prepareJob(job.moduleFiles, job.inputFiles);
if (!isWasmEngine(engine)) throw new Error(`${name} is no module of wasm`);
const bytes = new Uint8Array(module);
const tree = treeOf(name);
const compiled = new WebAssembly.Module(
  kind === 'metered' ? transformModule(bytes, engine) : bytes,
);
runWasm(compiled, tree.size > 0 ? tree : readOnly, costsOf(engine));
process.stdout.write(`${Math.round(process.resourceUsage().maxRSS / 1000)}\n`);
