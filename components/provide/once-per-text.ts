import type { Incident } from '@/lib/providers/machine-api';

/**
 * Incidents, newest first: problems of the same words are one, which says how often it came. One that
 * made the machine unhealthy is told by that.
 */
export function oncePerText(incidents: readonly Incident[]): (Incident & { times: number })[] {
  const told: (Incident & { times: number })[] = [];
  const ailments = new Set(
    incidents.flatMap(({ kind, text }) => (kind === 'unhealthy' ? [text] : [])),
  );
  for (const incident of incidents) {
    if (incident.kind === 'problem' && ailments.has(incident.text)) continue;
    const same = told.find(
      ({ kind, text }) => kind === 'problem' && incident.kind === kind && text === incident.text,
    );
    if (same) same.times += 1;
    else told.push({ ...incident, times: 1 });
  }
  return told;
}
