import type Docker from 'dockerode';
import { z } from 'zod';
import { InfrastructureFault } from '../infrastructure-fault';
import { type ContainerSpec, dockerBodyOf, libpodBodyOf } from './container-spec';
import { type EngineInfo, unfitnessOf } from './engine-fitness';

/** A container engine behind a socket. */
export interface Engine {
  readonly kind: 'docker' | 'podman';
  /** For people: "podman 4.3.1". */
  readonly version: string;
  /** As the engine names it: amd64, x86_64, arm64... */
  readonly architecture: string;
  /** Runs as a user of its own, without root. */
  readonly isRootless: boolean;
  readonly docker: Docker;
  /** Runs one call: what goes wrong comes out as a fault or as the engine's own answer. */
  call<T>(what: string, run: () => Promise<T>, withinMs?: number): Promise<T>;
  /** Makes a container. @returns its id */
  create(spec: ContainerSpec): Promise<string>;
}

/** The engine's own refusal of a call; `status` is that of HTTP. */
export class EngineAnswer extends Error {
  readonly status: number;

  constructor(message: string, status: number, options?: ErrorOptions) {
    super(message, options);
    this.status = status;
  }
}

const CALL_MS = 60_000;
const CHECK_MS = 20_000;

/**
 * Connects to the engine at a socket and refuses one that cannot keep a job within its limits.
 *
 * @throws InfrastructureFault `engine-unreachable` or `engine-unfit`
 */
export async function openEngine(socketPath: string): Promise<Engine> {
  // Only processes that use an engine pay for its client.
  const { default: Client } = await import('dockerode');
  const docker = new Client({ socketPath });
  const call = callerOf(socketPath);
  const ask = async <T>(what: string, run: () => Promise<T>): Promise<T> => {
    try {
      return await call(what, run, CHECK_MS);
    } catch (cause) {
      if (!(cause instanceof EngineAnswer)) throw cause;
      const text = `The container engine at ${socketPath} refuses (${what}): ${cause.message.trim()}`;
      throw new InfrastructureFault(text, { reason: 'engine-unreachable', cause });
    }
  };
  const version = await ask('version', () => docker.version());
  const info = ((await ask('info', () => docker.info())) ?? {}) as EngineInfo;
  const components = (version as { Components?: readonly { Name: string }[] }).Components ?? [];
  const kind = components.some(({ Name }) => /podman/i.test(Name)) ? 'podman' : 'docker';
  const controllers =
    kind === 'podman' ? await ask('info', () => controllersOf(docker)) : undefined;
  const unfit = unfitnessOf(info, controllers);
  if (unfit !== undefined) throw new InfrastructureFault(unfit, { reason: 'engine-unfit' });
  return {
    kind,
    version: `${kind} ${version.Version}`,
    architecture: info.Architecture ?? version.Arch,
    isRootless: (info.SecurityOptions ?? []).some((option) => option.includes('rootless')),
    docker,
    call,
    create: (spec) =>
      call('create', async () => {
        if (kind === 'docker') return (await docker.createContainer(dockerBodyOf(spec))).id;
        const made = await askPodman(docker, 'POST', '/containers/create', libpodBodyOf(spec));
        return (made as { Id: string }).Id;
      }),
  };
}

const libpodInfoSchema = z.object({ host: z.object({ cgroupControllers: z.array(z.string()) }) });

/** Of cgroups, those that podman can use. */
async function controllersOf(docker: Docker): Promise<readonly string[]> {
  const info = libpodInfoSchema.safeParse(await askPodman(docker, 'GET', '/info'));
  if (info.success) return info.data.host.cgroupControllers;
  const text = 'podman does not tell which cgroup controllers it has: jobs may have no limits';
  throw new InfrastructureFault(text, { reason: 'engine-unfit' });
}

function callerOf(socketPath: string): Engine['call'] {
  return async (what, run, withinMs = CALL_MS) => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const message = `The container engine at ${socketPath} did not answer (${what})`;
        reject(new InfrastructureFault(message, { reason: 'engine-unreachable' }));
      }, withinMs);
    });
    try {
      return await Promise.race([run(), late]);
    } catch (error) {
      throw faultOf(error, what, socketPath);
    } finally {
      clearTimeout(timer);
    }
  };
}

function faultOf(error: unknown, what: string, socketPath: string): unknown {
  if (!(error instanceof Error) || error instanceof InfrastructureFault) return error;
  const { statusCode, code } = error as { statusCode?: unknown; code?: unknown };
  if (typeof statusCode === 'number') {
    return new EngineAnswer(error.message, statusCode, { cause: error });
  }
  if (typeof code !== 'string') return error;
  const refused = 'there is no engine, or this user may not use it';
  const why = code === 'ENOENT' || code === 'EACCES' || code === 'ECONNREFUSED' ? refused : code;
  return new InfrastructureFault(
    `The container engine at ${socketPath} is gone (${what}): ${why}`,
    {
      reason: 'engine-unreachable',
      cause: error,
    },
  );
}

/** A call of podman's own API, that dockerode has no method for. */
function askPodman(
  docker: Docker,
  method: 'GET' | 'POST',
  path: string,
  body?: object,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const options = {
      path: `/v4.0.0/libpod${path}`,
      method,
      ...(body === undefined ? {} : { options: body }),
      statusCodes: {
        200: true,
        201: true,
        400: 'bad parameter',
        404: 'not found',
        500: 'server error',
      },
    };
    docker.modem.dial(options, (error: unknown, data: unknown) => {
      if (error) reject(error as Error);
      else resolve(data);
    });
  });
}
