import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { AgentControl } from './agent-state';
import type { Units } from './capacity';
import { CAUSES, type Cause } from './refusal';
import type { ServeStep } from './serve-deal.service';

const STATES = ['serving', 'draining', 'maintenance', 'unhealthy'] as const;

/** What an agent tells Prometheus. */
export interface AgentMetrics {
  readonly registry: Registry;
  posted(): void;
  declined(cause: Cause): void;
  sent(): void;
  settled(outcome: string): void;
  step(step: ServeStep, seconds: number): void;
  rpcProblem(): void;
  foreignTransactions(count: number): void;
  /** Seconds that the newest block is ahead of this machine's clock (negative: behind). */
  skew(seconds: number): void;
  speed(fuelPerSecond: number): void;
}

/** @param control is asked for the agent's state at every scrape */
export function createAgentMetrics(control: AgentControl): AgentMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const shared = { registers: [registry] };
  const counter = <Label extends string = never>(name: string, help: string, label?: Label) =>
    new Counter({ ...shared, name, help, labelNames: label ? [label] : [] });
  const gauge = (name: string, help: string) => new Gauge({ ...shared, name, help });

  const posted = counter('reckon_agent_results_posted_total', 'Results that are on chain');
  const declined = counter(
    'reckon_agent_deals_declined_total',
    'Deals declined, by cause',
    'cause',
  );
  const sent = counter('reckon_agent_transactions_total', 'Transactions that posted or declined');
  const settled = counter(
    'reckon_agent_deals_settled_total',
    'Deals settled, by outcome',
    'outcome',
  );
  const rpc = counter('reckon_agent_rpc_problems_total', 'Failures and lies of RPC endpoints');
  const foreign = counter(
    'reckon_agent_foreign_transactions_total',
    'Sent by others with this key',
  );
  const skew = gauge('reckon_agent_chain_clock_skew_seconds', 'Newest block less machine clock');
  const speed = gauge('reckon_agent_fuel_per_second', 'Speed as measured by its own runs');
  const seconds = new Histogram({
    ...shared,
    name: 'reckon_agent_step_seconds',
    help: 'How long the steps of deals took',
    labelNames: ['step'],
    buckets: [0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800],
  });
  for (const cause of CAUSES) declined.inc({ cause }, 0);
  new Gauge({
    ...shared,
    name: 'reckon_agent_state',
    help: '1 for the state that the agent is in',
    labelNames: ['state'],
    collect() {
      const { state } = control.read();
      for (const one of STATES) this.set({ state: one }, one === state ? 1 : 0);
    },
  });
  new Gauge({
    ...shared,
    name: 'reckon_agent_jobs',
    help: 'Jobs that run and that wait for room',
    labelNames: ['status'],
    collect() {
      const { running, queued } = control.read();
      this.set({ status: 'running' }, running);
      this.set({ status: 'queued' }, queued);
    },
  });
  new Gauge({
    ...shared,
    name: 'reckon_agent_capacity',
    help: 'Units reserved and there',
    labelNames: ['unit', 'of'],
    collect() {
      const state = control.read();
      for (const of of ['reserved', 'total'] as const) {
        for (const [unit, value] of Object.entries(state[of] satisfies Units)) {
          this.set({ unit, of }, value);
        }
      }
    },
  });
  return {
    registry,
    posted: () => posted.inc(),
    declined: (cause) => declined.inc({ cause }),
    sent: () => sent.inc(),
    settled: (outcome) => settled.inc({ outcome }),
    step: (step, took) => seconds.observe({ step }, took),
    rpcProblem: () => rpc.inc(),
    foreignTransactions: (count) => foreign.inc(count),
    skew: (value) => skew.set(value),
    speed: (value) => speed.set(value),
  };
}
