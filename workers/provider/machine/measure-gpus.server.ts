import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { runTool } from './run-tool.server';

/** A driver that is not resident starts first, and each of up to 64 devices takes less than a second. */
const PATIENCE_MS = 120_000;

const speedsSchema = z.array(z.number().positive().max(1e18)).min(1).max(64);

/**
 * Operations of single precision a second of the slowest device that NVIDIA's driver lists: what a deal
 * gets at least, whichever device it is given. null where there is no such driver, or it refuses.
 *
 * @param program the bundle of workers/provider/gpu, in a process of its own: drivers can crash
 */
export async function measureGpus(program = besideThis()): Promise<number | null> {
  const answer = await runTool(process.execPath, [program], { patienceMs: PATIENCE_MS });
  if (answer.kind !== 'ok') return null;
  const speeds = speedsSchema.safeParse(jsonOf(answer.stdout));
  return speeds.success ? Math.round(Math.min(...speeds.data)) : null;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The build puts it beside the running bundle. */
function besideThis(): string {
  return join(dirname(fileURLToPath(import.meta.url)), 'gpu-speed.js');
}
