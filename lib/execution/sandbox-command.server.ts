import { execFile } from 'node:child_process';
import { existsSync, realpathSync } from 'node:fs';

const PRLIMIT = '/usr/bin/prlimit';
const BUBBLEWRAP = '/usr/bin/bwrap';
/** What a Node of the system may need; its own binary and the child are added. */
const SYSTEM_FOLDERS = ['/usr', '/lib', '/lib64', '/bin', '/etc/ld.so.cache', '/etc/alternatives'];

export interface SandboxCommand {
  readonly command: string;
  readonly args: readonly string[];
}

/**
 * The command that runs a script with as little as the system can grant it. Node's permissions:
 * no files but the script, no children, no workers, no add-ons. prlimit where there is one: memory,
 * no written files, no core. bubblewrap where there is one that works: no network, no other
 * processes, none of the user's files.
 *
 * @param dataBytes private memory that the process may have
 */
export async function sandboxCommand(script: string, dataBytes: number): Promise<SandboxCommand> {
  const node = realpathSync(process.execPath);
  let command = [node, ...nodeFlags(script), script];
  if (existsSync(PRLIMIT)) {
    command = [PRLIMIT, `--data=${dataBytes}`, '--core=0', '--fsize=0', ...command];
  }
  if (await hasBubblewrap()) command = [...bubblewrap(node, script), ...command];
  const [first, ...args] = command;
  return { command: first!, args };
}

function nodeFlags(script: string): string[] {
  const allowed = process.allowedNodeEnvironmentFlags;
  const permission = ['--permission', '--experimental-permission'].find((flag) =>
    allowed.has(flag),
  );
  return [
    ...(permission === undefined ? [] : [permission, `--allow-fs-read=${script}`]),
    '--no-warnings',
    '--disallow-code-generation-from-strings',
  ];
}

function bubblewrap(node: string, script: string): string[] {
  return [
    BUBBLEWRAP,
    ...['--unshare-all', '--die-with-parent', '--new-session', '--clearenv', '--cap-drop', 'ALL'],
    ...SYSTEM_FOLDERS.flatMap((path) => ['--ro-bind-try', path, path]),
    ...['--proc', '/proc', '--dev', '/dev'],
    ...[node, script].flatMap((path) => ['--ro-bind', path, path]),
    ...['--chdir', '/', '--'],
  ];
}

let working: Promise<boolean> | undefined;

/** Whether bubblewrap is there and allowed: asked once, by running Node in it. */
function hasBubblewrap(): Promise<boolean> {
  working ??= new Promise((resolve) => {
    if (!existsSync(BUBBLEWRAP)) return resolve(false);
    const node = realpathSync(process.execPath);
    const [command, ...args] = bubblewrap(node, node);
    execFile(
      command!,
      [...args, node, '--version'],
      { timeout: 5_000, env: {} as NodeJS.ProcessEnv },
      (error) => resolve(error === null),
    );
  });
  return working;
}
