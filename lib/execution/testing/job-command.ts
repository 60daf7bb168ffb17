import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const JOB_SCRIPT = join(process.cwd(), 'scripts/job.mjs');

/** What --json prints. */
export interface Said {
  status: string;
  exitCode: number;
  fuel: string;
  resultDigest: string;
  stateDigest: string;
  outputs: { path: string; size: number; sha256: string }[];
}

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** npm run job in a folder of its own, which is gone after `remove`. */
export function jobCommandIn() {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-job-command-'));
  const file = (name: string, bytes: Uint8Array | string): string => {
    writeFileSync(join(folder, name), bytes);
    return name;
  };
  /** stdin is a text or a descriptor. */
  const job = (args: string[], input: string | number = ''): Ended => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [JOB_SCRIPT, ...args], {
      cwd: folder,
      ...(typeof input === 'string' ? { input } : { stdio: [input, 'pipe', 'pipe'] }),
      encoding: 'utf8',
      maxBuffer: 1 << 28,
    });
    return { code: status, stdout, stderr };
  };
  const run = (wasm: Uint8Array, args: string[] = [], input = ''): Ended =>
    job(['run', file('program.wasm', wasm), ...args], input);
  const runJson = (wasm: Uint8Array, args: string[] = [], input = '') => {
    const { code, stdout } = run(wasm, ['--json', ...args], input);
    return { code, said: JSON.parse(stdout) as Said };
  };
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  return { folder, file, job, run, runJson, remove };
}
