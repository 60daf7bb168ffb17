import { execFile } from 'node:child_process';

/** How a tool of the system ended; `missing` where it is not installed. */
export type ToolAnswer =
  | { readonly kind: 'ok'; readonly stdout: string }
  | { readonly kind: 'missing' }
  | { readonly kind: 'failed'; readonly why: string };

const PATIENCE_MS = 10_000;
const MOST_BYTES = 1024 * 1024;

/** Runs a tool without a shell, for at most ten seconds and a mebibyte. Never throws. */
export function runTool(
  file: string,
  args: readonly string[] = [],
  { patienceMs = PATIENCE_MS }: { readonly patienceMs?: number } = {},
): Promise<ToolAnswer> {
  return new Promise((resolve) => {
    const options = {
      timeout: patienceMs,
      maxBuffer: MOST_BYTES,
      killSignal: 'SIGKILL',
      env: { ...process.env, LC_ALL: 'C' },
    } as const;
    execFile(file, [...args], options, (error, stdout, stderr) => {
      if (!error) return resolve({ kind: 'ok', stdout });
      if (error.code === 'ENOENT') return resolve({ kind: 'missing' });
      const why = error.killed ? 'it did not end in time' : stderr.trim() || error.message;
      resolve({ kind: 'failed', why });
    });
  });
}
