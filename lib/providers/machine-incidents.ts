import { type Boots, isShared, SILENT_AFTER } from './admit-pulse';
import { declinedDealIn } from './declined-deal';
import type { IncidentKind } from './machine-api';
import type { MachinePulse, MachineReport } from './machine-report';

/** An incident that begins; `until` where it is over already. `subject` tells those of a kind apart. */
export type NewIncident = {
  readonly kind: IncidentKind;
  readonly subject: string;
  readonly from: number;
  readonly until: number | null;
  readonly text: string;
};

/** What a pulse or report changes about a machine's incidents. */
export type IncidentChange = {
  readonly begin: readonly NewIncident[];
  /** Those that go on and are over now. */
  readonly end: readonly Pick<NewIncident, 'kind' | 'subject'>[];
};

/** What was last heard of a machine. */
export type Heard = {
  readonly pulse: MachinePulse | null;
  /** By the server's clock. */
  readonly pulseHeardAt: number | null;
  readonly boots: Boots | null;
};

/** What a pulse tells of incidents, after what was heard before. `now`: the server's clock. */
export function incidentsOfPulse(
  before: Heard,
  pulse: MachinePulse,
  boots: Boots,
  now: number,
): IncidentChange {
  const begin: NewIncident[] = [];
  const end: Pick<NewIncident, 'kind' | 'subject'>[] = [];
  const add = (kind: IncidentKind, from: number, until: number | null, text: string) =>
    begin.push({ kind, subject: '', from, until, text });

  const last = before.pulseHeardAt;
  // A machine in maintenance may be switched off: nobody waits for it.
  if (last !== null && now - last > SILENT_AFTER && before.pulse?.state !== 'maintenance') {
    add('silent', last, now, `No pulse for ${now - last} seconds.`);
  }
  if (pulse.state === 'unhealthy' && before.pulse?.state !== 'unhealthy') {
    const why = pulse.problems[0]?.text ?? 'It does not say why.';
    add('unhealthy', now, null, why);
  }
  if (pulse.state !== 'unhealthy' && before.pulse?.state === 'unhealthy') {
    end.push({ kind: 'unhealthy', subject: '' });
  }
  const known = new Set(before.pulse?.problems.map(keyOfProblem));
  for (const problem of pulse.problems) {
    if (known.has(keyOfProblem(problem))) continue;
    const at = Math.min(problem.at, now);
    const subject = declinedDealIn(problem.text)?.dealId ?? '';
    begin.push({ kind: 'problem', subject, from: at, until: at, text: problem.text });
  }
  const [was, is] = [isShared(before.boots, now), isShared(boots, now)];
  if (is && !was) {
    const text = 'Two agents with the same key are running: stop one, or give it a key of its own.';
    add('shared-key', now, null, text);
  }
  if (!is && before.boots && before.boots.sharedAt > 0) {
    end.push({ kind: 'shared-key', subject: '' });
  }
  return { begin, end };
}

const keyOfProblem = ({ at, text }: MachinePulse['problems'][number]) => `${at} ${text}`;

/** What a report tells that the one before did not: devices and engines that are gone, or back. */
export function incidentsOfReport(before: MachineReport, after: MachineReport): IncidentChange {
  const from = after.at;
  const begin: NewIncident[] = [];
  const end: Pick<NewIncident, 'kind' | 'subject'>[] = [];
  const [had, has] = [modelsOf(before), modelsOf(after)];
  for (const model of new Set([...had.keys(), ...has.keys()])) {
    const [old, now] = [had.get(model) ?? 0, has.get(model) ?? 0];
    if (now < old) {
      const text = `${old - now} of ${old} GPUs of the model ${model} ${old - now === 1 ? 'is' : 'are'} gone.`;
      begin.push({ kind: 'gpu-lost', subject: model, from, until: null, text });
    }
    if (now > old) end.push({ kind: 'gpu-lost', subject: model });
  }
  for (const engine of after.engines) {
    const was = before.engines.find(({ name }) => name === engine.name)?.state;
    const subject = engine.name;
    if (was === 'ready' && engine.state !== 'ready') {
      const text = `The engine ${subject} is ${engine.state}: ${engine.detail}`;
      begin.push({ kind: 'engine-lost', subject, from, until: null, text });
    }
    if (was !== 'ready' && engine.state === 'ready') end.push({ kind: 'engine-lost', subject });
  }
  return { begin, end };
}

function modelsOf({ hardware }: MachineReport): Map<string, number> {
  const models = new Map<string, number>();
  for (const { model } of hardware.gpus) models.set(model, (models.get(model) ?? 0) + 1);
  return models;
}
