import type { Address } from 'viem';
import type { z } from 'zod';
import { chainClient, readDeployment } from '@/lib/chain/market-access.server';
import { marketReader } from '@/lib/chain/market-reader.server';
import { webDatabase } from '@/lib/db/web-database.server';
import { takePost } from '@/lib/offers/limit-posts.service';
import type { MachinePorts } from '@/lib/providers/machine-ports';
import { type MachineRefusal, MachineRefusedError } from '@/lib/providers/machine-refused';
import { addressField } from '@/lib/shared/json-fields';
import { clientOf } from './limit-posts';
import { ApiProblem } from './respond';
import { readBody, route } from './route';

/** This server's clock in seconds. Machines live by it; a chain's clock may stand still or run ahead. */
export const serverNow = (): number => Math.floor(Date.now() / 1_000);

/** What taking the words of machines needs, from this process's environment. */
export async function machinePorts(): Promise<MachinePorts> {
  const { chainId, market } = await readDeployment();
  const { isSignedBy } = marketReader(chainClient(), market);
  return { db: webDatabase(), audience: { chainId, market }, now: serverNow(), isSignedBy };
}

/** Requests of one client address in a minute. A hundred machines behind one send 400 pulses. */
const MOST = {
  pair: 10,
  claim: 20,
  code: 240,
  report: 60,
  pulse: 1_200,
  order: 60,
  recheck: 30,
} as const;

/** Counts a request, and refuses it where its client made too many. @throws {ApiProblem} 429 */
export async function limitMachineRequests(
  request: Request,
  kind: keyof typeof MOST,
): Promise<void> {
  const wait = await takePost(webDatabase(), `${kind} ${clientOf(request)}`, MOST[kind]);
  if (wait === 0) return;
  const message = `Your address sent more than ${MOST[kind]} requests of this kind in a minute.`;
  throw new ApiProblem(429, 'too-many-posts', message, `Wait ${wait} seconds.`, wait);
}

const STATUS_OF: Partial<Record<MachineRefusal, number>> = {
  'unknown-code': 404,
  'unknown-machine': 404,
  'code-used': 409,
  'code-expired': 410,
  'stale-report': 409,
  'stale-pulse': 409,
  'stale-order': 409,
  'not-your-machine': 403,
  'agent-too-old': 409,
  'too-soon': 429,
};

/** Turns a refusal into an answer with its code and hint. */
export async function machineRefusalAsProblem<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    if (!(error instanceof MachineRefusedError)) throw error;
    const { code, message, hint } = error;
    throw new ApiProblem(STATUS_OF[code] ?? 422, code, message, hint);
  }
}

/**
 * A route that takes a signed message about a machine: reads it by its schema, counts it against its
 * client, hands it on and tells a refusal as a problem.
 */
export function machineRoute<T>(
  kind: keyof typeof MOST,
  schema: z.ZodType<T>,
  take: (ports: MachinePorts, agent: Address, signed: T) => Promise<unknown>,
) {
  return route<{ agent: string }>(async (request, { agent }) => {
    const key = addressField.parse(agent);
    const signed = await readBody(request, schema);
    await limitMachineRequests(request, kind);
    return machineRefusalAsProblem(take(await machinePorts(), key, signed));
  });
}

/** What was found of a machine. @throws {ApiProblem} 404 where nothing was */
export function knownMachine<T>(agent: Address, found: T | undefined): T {
  if (found !== undefined) return found;
  const message = `No machine ${agent} has reported here.`;
  throw new ApiProblem(404, 'unknown-machine', message, 'Start its agent: it reports by itself.');
}
