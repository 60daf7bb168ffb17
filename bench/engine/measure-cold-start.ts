import { buildJobChild } from '../../lib/execution/build-job-child.server';
import { jobChildren, runJob } from '../../lib/execution/run-job.server';
import { exampleJob } from '../../lib/execution/testing/example-job';
import { createTransformCache } from '../../lib/execution/transform-cache.server';
import { median, round } from './statistics';

/**
 * Milliseconds from asking for a small job (cowsay) to its result, each in a child of its own: with
 * one child waiting, and with none. The module was transformed before, as on a machine at work.
 */

const REPEATS = 9;
const PAUSE_MS = 1_000;
const job = exampleJob('cowsay');
const cache = createTransformCache();
const childPath = await buildJobChild();
const pause = () => new Promise((resolve) => setTimeout(resolve, PAUSE_MS));

async function time(options: Parameters<typeof runJob>[1]): Promise<number> {
  const samples: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    await pause();
    const before = performance.now();
    const { status } = await runJob(job, { ...options, cache, childPath });
    if (status !== 'completed') throw new Error(`cowsay ended with ${status}`);
    samples.push(performance.now() - before);
  }
  return round(median(samples), 1);
}

await runJob(job, { cache, childPath });
const children = jobChildren(1, { childPath });
const coldStartMs = await time({ children });
children.close();
const withoutPoolMs = await time({});
process.stdout.write(`${JSON.stringify({ coldStartMs, withoutPoolMs })}\n`);
process.exit(0);
