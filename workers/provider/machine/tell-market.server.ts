import { randomBytes } from 'node:crypto';
import type { Address, PrivateKeyAccount } from 'viem';
import { z } from 'zod';
import { createChainClient } from '../../../lib/chain/market.server';
import { marketReader } from '../../../lib/chain/market-reader.server';
import type { Logger } from '../../../lib/log/logger.server';
import { PULSE_SECONDS } from '../../../lib/providers/admit-pulse';
import { AGENT_SOFTWARE, isOlderThan } from '../../../lib/providers/agent-version';
import { orderSubmissionSchema, type SignedOrder } from '../../../lib/providers/machine-api';
import { wantedStateAt } from '../../../lib/providers/machine-order';
import { type MachinePulse, oneLine } from '../../../lib/providers/machine-report';
import { pulseTypedData } from '../../../lib/providers/machine-typed-data';
import { postJson } from '../../../lib/shared/api.client';
import { ApiError } from '../../../lib/shared/api-error';
import { canonicalJson, type JsonValue } from '../../../lib/shared/canonical-json';
import { loop, retry } from '../../runtime/retry';
import { openStateFolder } from '../../runtime/state-folder';
import type { AgentPort } from './agent-port';
import {
  type DescribeOptions,
  describeMachine,
  type MachineDescription,
  signReport,
} from './describe-machine.server';
import { loadReader } from './machine-load.server';
import { orderProblem } from './obey-order';

const LOOK_MS = 120_000;
const REPORT_SECONDS = 6 * 3_600;
const KEY_IN_USE =
  'Another agent runs with the same key: stop one of the two, or give it a key file of its own (KEY_FILE)';

export type TellOptions = {
  readonly agent: PrivateKeyAccount;
  readonly port: AgentPort;
  readonly describe: Omit<DescribeOptions, 'provider' | 'benchmark'>;
  /** Whom this machine serves; asked each time, as an agent may learn it late. */
  readonly provider: () => Promise<Address | null>;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/**
 * Tells the market of this machine for as long as the agent runs: a report at the start, whenever
 * what it says has changed, and every six hours; a pulse every 15 seconds, whose answer brings the
 * provider's order. The order is obeyed once its signature was checked here.
 */
export async function tellMarket(options: TellOptions): Promise<void> {
  const { agent, port, describe, provider, signal, log } = options;
  const { deployment, apiUrl, stateDir } = describe;
  const audience = { chainId: deployment.chainId, market: deployment.market };
  const url = `${apiUrl}/api/v1/machines/${agent.address}`;
  const state = await openStateFolder(stateDir);
  const reader = marketReader(
    createChainClient(describe.rpcUrl, deployment.chainId),
    deployment.market,
  );
  const boot = randomBytes(16).toString('hex');
  const readLoad = loadReader();
  let order = (await state.read('order', orderSubmissionSchema)) ?? null;
  let told: { readonly text: string; readonly at: number } | undefined;
  let lastPulse = 0;

  const obey = () => port.want(wantedStateAt(order?.order, secondsNow()));
  obey();

  async function report(): Promise<void> {
    const isIdle = port.read().running === 0;
    const description = await describeMachine({
      ...describe,
      provider: await provider(),
      benchmark: isIdle ? 'due' : 'none',
    });
    const text = textOf(description);
    const now = secondsNow();
    if (told && told.text === text && now - told.at < REPORT_SECONDS) return;
    const signed = await signReport(description, agent, deployment, now);
    await tellingAilments(postJson(`${url}/report`, signed));
    told = { text, at: now };
  }

  async function take(signed: SignedOrder): Promise<void> {
    if (order && signed.order.at === order.order.at) return;
    const last = order?.order ?? null;
    const machine = { agent: agent.address, provider: await provider(), audience, last };
    const problem = await orderProblem(signed, { ...machine, isSignedBy: reader.isSignedBy });
    if (problem !== undefined) {
      log.warn({ order: signed.order }, `an order is not obeyed: ${problem}`);
      return;
    }
    order = signed;
    await state.write('order', signed);
    log.info({ state: signed.order.state, until: signed.order.until }, 'ordered by the provider');
  }

  async function pulse(): Promise<void> {
    // Two pulses of one second would be one to the market.
    const at = Math.max(secondsNow(), lastPulse + 1);
    lastPulse = at;
    const { problems, ...own } = port.read();
    const message: MachinePulse = {
      version: 1,
      agent: agent.address,
      boot,
      software: AGENT_SOFTWARE,
      at,
      state: own.state,
      running: own.running,
      queued: own.queued,
      ...(await readLoad()),
      problems: problems
        .slice(0, 20)
        .map((problem) => ({ at: problem.at, text: oneLine(problem.text, 500) })),
    };
    const signature = await agent.signTypedData(pulseTypedData(audience, message));
    try {
      const sent = tellingAilments(postJson(`${url}/pulse`, { pulse: message, signature }));
      const answer = pulseTakenSchema.parse(await sent);
      port.setAilment('key', answer.isShared ? KEY_IN_USE : undefined);
      port.setAilment(
        'version',
        isOlderThan(AGENT_SOFTWARE, answer.minimumVersion)
          ? `This market needs agents of ${answer.minimumVersion} or later: git pull && npm ci`
          : undefined,
      );
      if (answer.order) await take(answer.order);
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'unknown-machine')) throw error;
      told = undefined;
      await report();
    } finally {
      obey();
    }
  }

  /** A market that turns this machine's word down says what its owner must mend. */
  async function tellingAilments<T>(answer: Promise<T>): Promise<T> {
    try {
      const taken = await answer;
      port.setAilment('clock', undefined);
      return taken;
    } catch (error) {
      const isSkew = error instanceof ApiError && error.code === 'clock-skew';
      if (isSkew) port.setAilment('clock', `${error.message} ${error.hint ?? ''}`);
      throw error;
    }
  }

  // The market takes pulses of machines that have reported.
  await retry(report, { what: 'the first report', signal, log });
  const pulseMs = PULSE_SECONDS * 1_000;
  await Promise.all([
    loop(report, { what: 'reporting', signal, log, everyMs: LOOK_MS }),
    loop(pulse, { what: 'the pulse', signal, log, everyMs: pulseMs, maxMs: pulseMs }),
  ]);
}

/** The part of an answer that an agent acts on; a server may say more. */
const pulseTakenSchema = z.object({
  order: orderSubmissionSchema.nullable(),
  minimumVersion: z.string().max(50),
  isShared: z.boolean(),
});

const secondsNow = (): number => Math.floor(Date.now() / 1_000);

/** What a report says, without what changes by itself from minute to minute. */
function textOf({ hardware, checks, ...rest }: MachineDescription): string {
  const steady = {
    ...rest,
    hardware: { ...hardware, diskFreeMiB: 0 },
    checks: checks.map(({ id, outcome }) => ({ id, outcome })),
  };
  return canonicalJson(steady as unknown as JsonValue);
}
