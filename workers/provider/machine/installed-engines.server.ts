import { userInfo } from 'node:os';
import { type MachineReport, oneLine } from '../../../lib/providers/machine-report';
import {
  DOCKER_SOCKET,
  lookAtSocket,
  PODMAN_SOCKET,
  type SocketState,
} from '../../runtime/oci-socket.server';
import type { EngineFinding } from './find-engines.server';
import { runTool, type ToolAnswer } from './run-tool.server';

type Name = MachineReport['engines'][number]['name'];

/** An engine that may be on the machine without an agent using it. */
export type Installed = {
  readonly name: Extract<Name, 'podman' | 'docker' | 'slurm' | 'bacalhau'>;
  /** As its own tool says it, one line. */
  readonly version: string;
  readonly socket: SocketState | undefined;
};

const TOOLS = [
  { name: 'podman', args: ['--version'], socket: PODMAN_SOCKET },
  { name: 'docker', args: ['--version'], socket: DOCKER_SOCKET },
  { name: 'slurm', tool: 'sinfo', args: ['--version'] },
  { name: 'bacalhau', args: ['version'] },
] as const;

/** Engines whose tools are installed here, or whose sockets are. */
export async function findInstalled(): Promise<readonly Installed[]> {
  const found = await Promise.all(
    TOOLS.map(async ({ name, args, ...more }) => {
      const [answer, socket] = await Promise.all([
        runTool('tool' in more ? more.tool : name, args),
        'socket' in more ? lookAtSocket(more.socket) : undefined,
      ]);
      if (answer.kind === 'missing' && socket === undefined) return undefined;
      return { name, version: versionOf(answer), socket };
    }),
  );
  return found.filter((one) => one !== undefined);
}

const versionOf = (answer: ToolAnswer): string =>
  answer.kind === 'ok' ? oneLine(answer.stdout.split('\n')[0] ?? '', 200) : '';

/**
 * What is said of engines that are there and that no runner uses, each with the command that lends it.
 *
 * @param used names of runners; `oci` with the version of its engine, "podman 4.3.1", empty while it is
 *   not ready
 */
export function unusedEngines(
  installed: readonly Installed[],
  used: readonly { readonly name: Name; readonly version: string }[],
  user: string = userName(),
): readonly EngineFinding[] {
  const oci = used.find(({ name, version }) => name === 'oci' && version !== '');
  return installed.flatMap((one) => {
    const isUsed =
      used.some(({ name }) => name === one.name) || oci?.version.startsWith(`${one.name} `);
    if (isUsed) return [];
    const { detail, fix } = adviceFor(one, oci !== undefined, user);
    const engine = { name: one.name, state: 'found' as const, version: one.version, engines: [] };
    return [{ engine: { ...engine, detail: oneLine(detail, 1_000) }, fix, gpus: undefined }];
  });
}

/** A user of a container may have no name. */
function userName(): string {
  try {
    return userInfo().username;
  } catch {
    return String(process.getuid?.() ?? '');
  }
}

function adviceFor({ name, socket }: Installed, hasOci: boolean, user: string) {
  switch (name) {
    case 'slurm':
      return {
        detail: 'Installed, and not lent: jobs go to a cluster where SLURM_URL says so.',
        fix: 'SLURM_URL=http://HEAD:6820 SLURM_USER=reckon SLURM_SPOOL=/shared/reckon SLURM_TOKEN_COMMAND="scontrol token lifespan=600" npm run provider',
      };
    case 'bacalhau':
      return {
        detail: 'Installed, and not lent: jobs go to a network where BACALHAU_URL says so.',
        fix: 'BACALHAU_URL=http://ORCHESTRATOR:1234 npm run provider',
      };
    default:
      return containerAdvice(name, socket, hasOci, user);
  }
}

function containerAdvice(
  name: 'podman' | 'docker',
  socket: SocketState | undefined,
  hasOci: boolean,
  user: string,
) {
  const path = name === 'podman' ? PODMAN_SOCKET : DOCKER_SOCKET;
  const lend = `OCI_SOCKET=${path} npm run provider`;
  if (hasOci) return { detail: 'Not used: containers run in another engine.', fix: lend };
  switch (socket?.is) {
    case undefined:
      return {
        detail: `Installed, and its service does not listen at ${path}: no jobs in containers or with GPUs. Start it, then the agent again.`,
        fix: `systemctl enable --now ${name}.socket`,
      };
    case 'closed':
      return {
        detail: `At ${path}, and ${user} may not use it, so no jobs in containers or with GPUs run. Who may is as good as root: let the agent’s user alone, then start the agent again.`,
        fix:
          name === 'docker'
            ? `usermod -aG docker ${user}`
            : `chgrp ${user} /run/podman ${path} && chmod 0750 /run/podman && chmod 0660 ${path}`,
      };
    case 'unfit':
      return { detail: `Not fit to run jobs: ${socket.why}.`, fix: `${name} info` };
    case 'usable':
      return { detail: `Found at ${path}, and not lent: OCI_SOCKET says so.`, fix: lend };
  }
}
