import { randomBytes } from 'node:crypto';
import type { Address, PrivateKeyAccount } from 'viem';
import { z } from 'zod';
import { marketReader } from '../../../lib/chain/market-reader.server';
import type { Logger } from '../../../lib/log/logger.server';
import { PULSE_SECONDS } from '../../../lib/providers/admit-pulse';
import { AGENT_SOFTWARE, isOlderThan } from '../../../lib/providers/agent-version';
import { orderSubmissionSchema, recheckSubmissionSchema } from '../../../lib/providers/machine-api';
import { wantedStateAt } from '../../../lib/providers/machine-order';
import type { MachineRecheck } from '../../../lib/providers/machine-recheck';
import { type MachinePulse, oneLine } from '../../../lib/providers/machine-report';
import { pulseTypedData } from '../../../lib/providers/machine-typed-data';
import { isOfferCheck } from '../../../lib/providers/offer-checks';
import { postJson } from '../../../lib/shared/api.client';
import { ApiError } from '../../../lib/shared/api-error';
import { canonicalJson, type JsonValue } from '../../../lib/shared/canonical-json';
import { within } from '../../../lib/shared/in-time';
import { loop, retry } from '../../runtime/retry';
import type { AgentPort } from './agent-port';
import type { Check } from './check';
import {
  type DescribeOptions,
  describeMachine,
  type MachineDescription,
  measureAnew,
  signReport,
} from './describe-machine.server';
import { loadReader } from './machine-load.server';
import { Ordered } from './ordered.server';
import { NOT_LOOKED, Preflight } from './preflight';

const LOOK_MS = 120_000;
const FIRST_LOOK_MS = 5_000;
const REPORT_SECONDS = 6 * 3_600;
const RECHECK_TRIES = 5;
/** A server that never answers keeps no later word from being told. */
const ANSWER_MS = 15_000;
const KEY_IN_USE =
  'Another agent runs with the same key: stop one of the two, or give it a key file of its own (KEY_FILE)';

export type TellOptions = {
  readonly agent: PrivateKeyAccount;
  readonly port: AgentPort;
  readonly describe: Omit<DescribeOptions, 'provider' | 'benchmark' | 'isAnew' | 'onChecks'>;
  /** Whom this machine serves; asked each time, as an agent may learn it late. */
  readonly provider: () => Promise<Address | null>;
  /** Whether its provider has forbidden its key, as the agent knows it: that changes what is told. */
  readonly isForbidden?: () => boolean;
  readonly signal: AbortSignal;
  readonly log: Logger;
};

/**
 * Tells the market of this machine for as long as the agent runs: a report at the start, whenever
 * what it says has changed, every six hours, and when its provider orders it to look anew; a pulse
 * every 15 seconds, whose answer brings the provider's orders. They are obeyed once their signatures
 * were checked here. The preflight that is made for the reports keeps the machine off the market until
 * it passes.
 */
export async function tellMarket(options: TellOptions): Promise<void> {
  const { agent, port, describe, provider, isForbidden, signal, log } = options;
  // Before anything else: the first offers wait for it.
  port.setAilment('preflight', NOT_LOOKED);
  const { deployment, apiUrl, stateDir } = describe;
  const audience = { chainId: deployment.chainId, market: deployment.market };
  const url = `${apiUrl}/api/v1/machines/${agent.address}`;
  const reader = marketReader(describe.client, deployment.market);
  const boot = randomBytes(16).toString('hex');
  const readLoad = loadReader();
  const own = { agent: agent.address, audience, stateDir, provider };
  const ordered = await Ordered.open({ ...own, isSignedBy: reader.isSignedBy, log });
  let told:
    | {
        readonly text: string;
        readonly at: number;
        /** Up to which order the machine was looked at, and whether its measurement is to come. */
        readonly recheck: number | undefined;
        readonly isToMeasure: boolean;
      }
    | undefined;
  let lastReport = 0;
  let lastPulse = 0;
  let reporting: Promise<void> = Promise.resolve();

  const preflight = new Preflight();
  let lookedAt = 0;
  let wasForbidden = isForbidden?.();
  /** Looks in a row at a machine that was not fit. */
  let unfit = 0;
  const onChecks = (checks: readonly Check[]) => {
    const problem = preflight.take(checks);
    port.setAilment('preflight', problem);
    lookedAt = Date.now();
    unfit = problem === undefined ? 0 : unfit + 1;
  };

  const obey = () => port.want(wantedStateAt(ordered.order, secondsNow()), ordered.order?.at ?? 0);
  obey();

  async function report(): Promise<void> {
    const isIdle = port.read().running === 0;
    const { recheck } = ordered;
    if (recheck && ordered.isToMeasure && isIdle) await measureFor(recheck);
    const { isToMeasure } = ordered;
    const isAnew =
      recheck !== null && (recheck.at !== told?.recheck || (told.isToMeasure && !isToMeasure));
    const benchmark = isIdle && !isToMeasure ? 'due' : 'none';
    const found = { ...describe, provider: await provider(), benchmark, isAnew, onChecks } as const;
    const description = await describeMachine(found);
    const text = textOf(description);
    const now = secondsNow();
    if (!isAnew && told?.text === text && now - told.at < REPORT_SECONDS) return;
    // Two reports of one second would be one to the market.
    const at = Math.max(now, lastReport + 1);
    lastReport = at;
    const content = recheck && !isToMeasure ? { ...description, answers: recheck.at } : description;
    const signed = await signReport(content, agent, deployment, at);
    await tellingAilments(postJson(`${url}/report`, signed, {}, within(ANSWER_MS)));
    told = { text, at, recheck: recheck?.at, isToMeasure };
  }

  /** A failure stops no report, which may say why it failed; but that leaves the order unanswered. */
  async function measureFor(recheck: MachineRecheck): Promise<void> {
    try {
      await measureAnew(describe);
      await ordered.measuredFor(recheck);
    } catch (err) {
      log.warn({ err }, 'the machine could not be measured, trying again');
    }
  }

  /** One report after the other: they measure, and the later one is to be the newer one. */
  function reportInTurn(): Promise<void> {
    reporting = reporting.catch(() => {}).then(report);
    return reporting;
  }

  /** A machine that is kept off the market is looked at sooner: it may be well by now. */
  async function lookAgain(): Promise<void> {
    const pause = unfit === 0 ? LOOK_MS : Math.min(LOOK_MS, FIRST_LOOK_MS * 2 ** (unfit - 1));
    if (wasForbidden === isForbidden?.() && Date.now() < lookedAt + pause) return;
    wasForbidden = isForbidden?.();
    try {
      await reportInTurn();
    } catch (error) {
      // What could not be told is told soon.
      lookedAt = 0;
      throw error;
    }
  }

  /** A pulse does not wait for it: looking at a machine may take longer than a silence may last. */
  function recheckSoon(): void {
    const options = { what: 'rechecking', signal, log, tries: RECHECK_TRIES };
    retry(reportInTurn, options).catch((err: unknown) => {
      if (!signal.aborted) log.warn({ err }, 'the recheck could not be reported');
    });
  }

  async function pulse(): Promise<void> {
    // Two pulses of one second would be one to the market.
    const at = Math.max(secondsNow(), lastPulse + 1);
    lastPulse = at;
    const { problems, ...load } = port.read();
    const message: MachinePulse = {
      version: 1,
      agent: agent.address,
      boot,
      software: AGENT_SOFTWARE,
      at,
      state: load.state,
      running: load.running,
      queued: load.queued,
      ...(await readLoad()),
      problems: problems
        .slice(0, 20)
        .map((problem) => ({ at: problem.at, text: oneLine(problem.text, 500) })),
    };
    const signature = await agent.signTypedData(pulseTypedData(audience, message));
    try {
      const sent = tellingAilments(
        postJson(`${url}/pulse`, { pulse: message, signature }, {}, within(ANSWER_MS)),
      );
      const answer = pulseTakenSchema.parse(await sent);
      port.setAilment('key', answer.isShared ? KEY_IN_USE : undefined);
      port.setAilment(
        'version',
        isOlderThan(AGENT_SOFTWARE, answer.minimumVersion)
          ? `This market needs agents of ${answer.minimumVersion} or later: git pull && npm ci`
          : undefined,
      );
      if (answer.order) await ordered.take(answer.order);
      if (answer.recheck && (await ordered.takeRecheck(answer.recheck))) recheckSoon();
    } catch (error) {
      if (!(error instanceof ApiError && error.code === 'unknown-machine')) throw error;
      told = undefined;
      await reportInTurn();
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
  await retry(reportInTurn, { what: 'the first report', signal, log }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  const pulseMs = PULSE_SECONDS * 1_000;
  await Promise.all([
    loop(lookAgain, { what: 'reporting', signal, log, everyMs: FIRST_LOOK_MS, maxMs: 15_000 }),
    loop(pulse, { what: 'the pulse', signal, log, everyMs: pulseMs, maxMs: pulseMs }),
  ]);
  await reporting.catch(() => {});
}

/** The part of an answer that an agent acts on; a server may say more. */
const pulseTakenSchema = z.object({
  order: orderSubmissionSchema.nullable(),
  /** Absent from a market of an earlier version. */
  recheck: recheckSubmissionSchema.nullish(),
  minimumVersion: z.string().max(50),
  isShared: z.boolean(),
});

const secondsNow = (): number => Math.floor(Date.now() / 1_000);

/** What a report says, without what changes by itself from minute to minute. */
function textOf({ hardware, checks, ...rest }: MachineDescription): string {
  const steady = {
    ...rest,
    hardware: { ...hardware, diskFreeMiB: 0 },
    checks: checks.map(({ id, outcome, detail }) =>
      isOfferCheck(id) ? { id, detail } : { id, outcome },
    ),
  };
  return canonicalJson(steady as unknown as JsonValue);
}
