import type { Tone } from '@/components/ui/state-chip';
import { deviceClassesOf } from '@/lib/providers/device-classes';
import type { IncidentKind, MachineState, MachineSummary } from '@/lib/providers/machine-api';
import type { WantedState } from '@/lib/providers/machine-order';
import type { MachineReport } from '@/lib/providers/machine-report';
import { formatBytes } from '@/lib/shared/quantity.view';

interface Shown {
  readonly tone: Tone;
  readonly word: string;
  readonly means: string;
}

/** A machine's state as icon tone and word, and what it means. */
export const MACHINE_STATES: Record<MachineState, Shown> = {
  new: { tone: 'neutral', word: 'New', means: 'It has reported, and sent no pulse yet.' },
  silent: {
    tone: 'attention',
    word: 'Silent',
    means: 'No pulse for a minute: its offers leave the market when their tickets end.',
  },
  serving: { tone: 'safe', word: 'Serving', means: 'It takes deals.' },
  draining: {
    tone: 'running',
    word: 'Draining',
    means: 'It finishes what runs and takes no more.',
  },
  maintenance: { tone: 'neutral', word: 'Maintenance', means: 'It rests, and takes no deals.' },
  unhealthy: {
    tone: 'wrong',
    word: 'Unhealthy',
    means: 'Its agent found something wrong and keeps it off the market.',
  },
};

/** How a machine is called whose provider took it off the market for good. */
export const LEFT: Shown = {
  tone: 'neutral',
  word: 'Left',
  means: 'It has left the market: its key is forbidden, and no offer of it is open.',
};

const TOLD: Record<WantedState, string> = {
  serving: 'Told to serve',
  draining: 'Told to drain',
  maintenance: 'Told to rest',
};

const SOON: Record<WantedState, string> = {
  serving: 'Serves soon',
  draining: 'Drains soon',
  maintenance: 'Rests soon',
};

/** What a machine does, or what it was told to and has not begun. */
export function shownState({ state, wanted }: { state: MachineState; wanted: WantedState }): Shown {
  const hasHeard = state === wanted || (state === 'draining' && wanted === 'maintenance');
  if (hasHeard || !(state in TOLD)) return MACHINE_STATES[state];
  const means = `${TOLD[wanted]}: its agent hears of it with its next pulse.`;
  return { tone: 'running', word: SOON[wanted], means };
}

/** When a machine left the market, in seconds since 1970; undefined where it has not. */
export function leftAt(
  machine: Pick<MachineSummary, 'forbiddenAt'> | null | undefined,
  openOffers: number,
): number | undefined {
  return openOffers > 0 ? undefined : (machine?.forbiddenAt ?? undefined);
}

type Outcome = MachineReport['checks'][number]['outcome'];

export const CHECK_STATES: Record<Outcome, { tone: Tone; word: string }> = {
  passed: { tone: 'safe', word: 'Passed' },
  warning: { tone: 'attention', word: 'Warning' },
  failed: { tone: 'wrong', word: 'Failed' },
  skipped: { tone: 'neutral', word: 'Skipped' },
};

type EngineState = MachineReport['engines'][number]['state'];

export const ENGINE_STATES: Record<EngineState, { tone: Tone; word: string }> = {
  ready: { tone: 'safe', word: 'Ready' },
  absent: { tone: 'neutral', word: 'Not found' },
  broken: { tone: 'wrong', word: 'Broken' },
  found: { tone: 'neutral', word: 'Found, not lent' },
};

export const ENGINE_NAMES: Record<MachineReport['engines'][number]['name'], string> = {
  wasm: 'WebAssembly, built in',
  oci: 'Containers (docker or podman)',
  docker: 'docker',
  podman: 'podman',
  slurm: 'Slurm cluster',
  bacalhau: 'Bacalhau network',
};

export const INCIDENT_WORDS: Record<IncidentKind, string> = {
  silent: 'Silent',
  unhealthy: 'Unhealthy',
  problem: 'Problem',
  'shared-key': 'Two agents with one key',
  'gpu-lost': 'GPU gone',
  'engine-lost': 'Engine gone',
};

const MIB = 2 ** 20;

/** Hardware on one line: "64 threads · 251 GiB · 2 × NVIDIA A100". */
export function hardwareWords(hardware: MachineReport['hardware']): string {
  const cards = deviceClassesOf(hardware).flatMap(({ gpu }) =>
    gpu ? [`${gpu.count} × ${gpu.model}`] : [],
  );
  const { cpuCount, memoryMiB } = hardware;
  return [`${cpuCount} threads`, formatBytes(memoryMiB * MIB), ...cards].join(' · ');
}
