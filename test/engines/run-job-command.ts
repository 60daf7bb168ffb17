import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** How a command of `npm run job` ended. */
export interface JobEnd {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs `npm run job -- ...` as its user does, beside this process: the servers in it go on answering.
 *
 * @param env beside that of this process
 */
export function runJobCommand(
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<JobEnd> {
  const script = join(process.cwd(), 'scripts/job.mjs');
  const options = { env: { ...process.env, ...env }, maxBuffer: 1 << 24 };
  return new Promise((resolve, reject) => {
    execFile(process.execPath, [script, ...args], options, (error, stdout, stderr) => {
      const code = error ? error.code : 0;
      if (typeof code === 'number') resolve({ code, stdout, stderr });
      else reject(error as Error);
    });
  });
}
