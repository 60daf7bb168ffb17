import type { CertificateBody, Dependence } from './certificate';

const SOURCES = [
  { source: 'clock', what: 'the time', it: 'it', how: 'virtual time beginning elsewhere' },
  { source: 'random', what: 'random numbers', it: 'them', how: 'other random numbers' },
] as const;

/**
 * Whether what a module's example comes to depends on virtual time and on random numbers, in
 * sentences; none where the certificate does not tell.
 */
export function dependenceWords({ dependence }: Pick<CertificateBody, 'dependence'>): string[] {
  if (!dependence) return [];
  return SOURCES.map((words) => wordsOf(dependence[words.source], words));
}

function wordsOf(
  { runs, outputs, fuel }: Dependence['clock'],
  { what, it, how }: (typeof SOURCES)[number],
): string {
  if (runs === 0) return `It does not ask for ${what}, so no result depends on ${it}.`;
  const began = `Run ${runs} more times with ${how}, its example`;
  if (outputs) {
    return `${began} came to other outputs: what it makes depends on ${what}. In a deal that follows from the job alone, so all executors still agree.`;
  }
  return fuel
    ? `${began} came to the same outputs, but took other fuel.`
    : `${began} came to the same outputs, for the same fuel.`;
}
