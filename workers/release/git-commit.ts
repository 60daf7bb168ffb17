import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** The commit that a working tree is at; `dirty` where it holds changes. Both for the record. */
export interface SourceCommit {
  readonly commit: string | null;
  readonly dirty: boolean;
}

/** Deployment files are what a deployment adds: they do not count as changes. */
const EXCEPT_DEPLOYMENTS = ['--', '.', ':(exclude)contracts/deployments'];

/** Asks git; a folder that is no working tree, or a machine without git, has no commit. */
export async function readCommit(folder: string): Promise<SourceCommit> {
  const git = async (...args: string[]) =>
    (await run('git', ['-C', folder, ...args])).stdout.trim();
  try {
    const commit = await git('rev-parse', '--verify', 'HEAD');
    const changes = await git('status', '--porcelain', ...EXCEPT_DEPLOYMENTS);
    return { commit, dirty: changes !== '' };
  } catch {
    return { commit: null, dirty: true };
  }
}
