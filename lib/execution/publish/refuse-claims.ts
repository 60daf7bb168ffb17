import type { ClaimProblem } from '../certify/problems-of-claims';
import { PublicationRefused, type RefusalCode } from './publication-refused';

const SHOWN = 3;

/** By the first word of a problem's place. */
const REFUSALS: Readonly<Record<string, readonly [code: RefusalCode, hint: string]>> = {
  inputs: ['false-inputs', 'Say of each input what the program really takes.'],
  outputs: ['false-outputs', 'Say of each output what the program really writes, or correct it.'],
  example: ['example-failed', 'Correct the example, or the program.'],
};

/**
 * Refuses a manifest that says what is not so, by the rules by which it is certified.
 *
 * @throws PublicationRefused where there is a problem
 */
export function refuseClaims(problems: readonly ClaimProblem[]): void {
  const [first] = problems;
  if (first === undefined) return;
  const words = problems.slice(0, SHOWN).map(({ place, message }) => `${place}: ${message}`);
  const more = problems.length > SHOWN ? ` And ${problems.length - SHOWN} more.` : '';
  const [code, hint] = REFUSALS[first.place.split('.', 1)[0]!] ?? REFUSALS.example!;
  throw new PublicationRefused(code, `manifest.json: ${words.join(' ')}${more}`, hint);
}
