import type { Incident } from '@/lib/providers/machine-api';

/** Incidents, newest first: problems of the same words are one, which says how often it came. */
export function oncePerText(incidents: readonly Incident[]): (Incident & { times: number })[] {
  const told: (Incident & { times: number })[] = [];
  for (const incident of incidents) {
    const same = told.find(
      ({ kind, text }) => kind === 'problem' && incident.kind === kind && text === incident.text,
    );
    if (same) same.times += 1;
    else told.push({ ...incident, times: 1 });
  }
  return told;
}
