import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { encodeFrame } from '../job-frames';
import { placeFile, placeFrame, readSmall, SPOOL } from './spool-files.server';
import { type SpooledJob, spoolFrameOf } from './spool-messages';

const run = promisify(execFile);
const NAME_DIGITS = 40;

/** The two bundles that a node needs besides Node.js. */
export interface NodeBundles {
  /** slurm-job.server.ts. */
  readonly jobPath: string;
  /** job-child.server.ts. */
  readonly childPath: string;
}

/** A job's folder in the spool. */
export interface SpoolPlace {
  /** The job's name on the cluster: equal for an equal job. */
  readonly name: string;
  readonly folder: string;
  /** An earlier run of this agent was killed while this job was on the cluster. */
  readonly isLeftover: boolean;
  /** The cluster's number of the job, if it is known. */
  readId(): Promise<number | undefined>;
  writeId(id: number): Promise<void>;
  /** Nobody waits for it any more. */
  remove(): Promise<void>;
}

export interface JobSpool {
  /** Puts what nodes need into the spool, once for each version of it; returns the command's path. */
  installBundles(bundles: NodeBundles): Promise<string>;
  open(job: SpooledJob): Promise<SpoolPlace>;
}

/**
 * The folder that agent and nodes share. One agent has it alone.
 *
 * @param user the account that jobs run as; where this process is root, folders are given to it
 */
export function jobSpool(root: string, user: string): JobSpool {
  const open = new Set<string>();
  let owner: Promise<{ uid: number; gid: number } | undefined> | undefined;

  return {
    installBundles: (bundles) => install(root, bundles),
    open: async (job) => {
      const digest = digestOf(job);
      let name = digest;
      for (let copy = 2; open.has(name); copy++) name = `${digest}-${copy}`;
      open.add(name);
      const folder = join(root, 'jobs', name);
      try {
        const isLeftover = existsSync(join(folder, SPOOL.job));
        if (!isLeftover) {
          await mkdir(folder, { recursive: true, mode: 0o700 });
          await placeFrame(folder, SPOOL.job, spoolFrameOf(job));
          owner ??= ownerOf(user);
          const given = await owner;
          if (given !== undefined) {
            await chown(join(folder, SPOOL.job), given.uid, given.gid);
            await chown(folder, given.uid, given.gid);
            for (const above of [root, join(root, 'jobs')]) await chmod(above, 0o711);
          }
        }
        return {
          name,
          folder,
          isLeftover,
          readId: async () => {
            const text = new TextDecoder().decode(await readSmall(folder, SPOOL.id, 100));
            return /^\d{1,10}$/.test(text) ? Number(text) : undefined;
          },
          writeId: (id) => placeFile(folder, SPOOL.id, [new TextEncoder().encode(String(id))]),
          remove: async () => {
            open.delete(name);
            await rm(folder, { recursive: true, force: true, maxRetries: 3 });
          },
        };
      } catch (error) {
        open.delete(name);
        throw error;
      }
    },
  };
}

/** How long a run may take makes it no other job. */
function digestOf(job: SpooledJob): string {
  const hash = createHash('sha256');
  for (const piece of encodeFrame(spoolFrameOf({ ...job, wallLimitMs: 1 }))) hash.update(piece);
  return `reckon-${hash.digest('hex').slice(0, NAME_DIGITS)}`;
}

async function install(root: string, { jobPath, childPath }: NodeBundles): Promise<string> {
  const [command, child] = await Promise.all([readFile(jobPath), readFile(childPath)]);
  const version = createHash('sha256').update(command).update(child).digest('hex').slice(0, 16);
  const folder = join(root, `bin-${version}`);
  const path = join(folder, 'slurm-job.mjs');
  if (existsSync(path)) return path;
  const fresh = join(root, `.bin-${version}-${process.pid}`);
  await mkdir(fresh, { recursive: true });
  await writeFile(join(fresh, 'job-child.mjs'), child);
  await writeFile(join(fresh, 'slurm-job.mjs'), command);
  // Whatever the umask of this process: jobs may run as another account.
  await chmod(fresh, 0o755);
  for (const name of ['job-child.mjs', 'slurm-job.mjs']) await chmod(join(fresh, name), 0o644);
  await rename(fresh, folder).catch(async (error: unknown) => {
    await rm(fresh, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  });
  return path;
}

/** Undefined where this process is that account itself, or cannot give files away. */
async function ownerOf(user: string): Promise<{ uid: number; gid: number } | undefined> {
  if (process.getuid?.() !== 0) return undefined;
  const [uid, gid] = await Promise.all(
    ['-u', '-g'].map(async (flag) => Number((await run('id', [flag, '--', user])).stdout)),
  );
  return { uid: uid!, gid: gid! };
}
