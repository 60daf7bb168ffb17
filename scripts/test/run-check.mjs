import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { stopGroup } from '../start/groups.mjs';
import { inRoot, root } from '../start/places.mjs';
import { seconds } from '../start/steps.mjs';

const LIMIT_MS = 35 * 60_000;

/**
 * Runs one check in a process group of its own, silently; tells what it counted and what it said.
 *
 * @param {import('./checks.mjs').Check} check
 * @param {{ folder: string, guardian: any, signal: AbortSignal }} options folder: for reports
 */
export async function runCheck(check, { folder, guardian, signal }) {
  const started = performance.now();
  const file = join(folder, `${check.name}.json`);
  const args = [...check.args, ...(check.report?.(file) ?? [])];
  const outcome = await buildFirst(check, guardian, signal);
  const { code, stdout, said } =
    outcome?.code > 0 ? outcome : await run(check, args, file, guardian, signal);
  let counted;
  try {
    counted = check.read({ code, stdout, file });
  } catch (error) {
    counted = { passed: 0, failed: 1, skipped: 0, failures: [`no report: ${error.message}`] };
  }
  if (code !== 0 && counted.failed === 0) {
    counted = { ...counted, failed: 1, failures: [`it ended with status ${code}`] };
  }
  return { ...counted, said, time: seconds(performance.now() - started) };
}

/** Builds what a check needs; undefined where it needs nothing. */
async function buildFirst({ name, needs }, guardian, signal) {
  if (needs === undefined) return undefined;
  const build = { name: `build for ${name}`, command: process.execPath };
  return run(build, [inRoot('scripts/build.mjs'), ...needs], '', guardian, signal);
}

function run(check, args, file, guardian, signal) {
  return new Promise((resolve) => {
    const child = spawn(check.command, args, {
      cwd: check.cwd ?? root,
      env: {
        ...process.env,
        FORCE_COLOR: '0',
        NO_COLOR: '1',
        NEXT_TELEMETRY_DISABLED: '1',
        ...check.env,
        ...check.reportEnv?.(file),
      },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let said = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      said += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      said += text;
    });
    if (child.pid) guardian.add(child.pid, { name: check.name });
    const stop = (why) => {
      said += `\n${why}\n`;
      if (child.pid) void stopGroup(child.pid, 'SIGTERM', 15_000);
    };
    const timer = setTimeout(() => stop('It took too long and was stopped.'), LIMIT_MS);
    const onAbort = () => stop('Stopped.');
    signal.addEventListener('abort', onAbort);
    const finish = (code) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (child.pid) guardian.remove(child.pid);
      resolve({ code, stdout, said });
    };
    child.once('error', (error) => {
      said += error.message;
      finish(1);
    });
    child.once('close', finish);
  });
}
