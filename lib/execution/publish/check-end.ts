import type { Manifest } from '@/lib/modules/manifest';
import type { Execution } from '../execution';
import { PublicationRefused } from './publication-refused';

const MOST_WORDS = 600;

/**
 * Says why a run of the example or a sample failed, with what it said and what its author can do:
 * more words for what problemsOfClaims refuses.
 *
 * @throws PublicationRefused
 */
export function checkEnd({ resources, fuelLimit }: Manifest, run: Execution, what: string): void {
  const { status, exitCode } = run;
  if (status === 'completed' && exitCode === 0) return;
  const words = wordsOf(run);
  const said = words === '' ? '' : ` It said: ${words}`;
  const failed = (why: string, hint: string) =>
    new PublicationRefused('example-failed', `${what} ${why}.${said}`, hint);
  switch (status) {
    case 'completed':
      throw failed(`ends with exit code ${exitCode}`, 'Exit code 0 is success: correct it.');
    case 'fuel-exhausted':
      throw failed(
        `uses up its ${fuelLimit} units of fuel`,
        'Raise fuelLimit, or choose a smaller example.',
      );
    case 'memory-exceeded':
      throw failed(
        `needs more memory than the ${resources.memoryMiB} MiB that the manifest says`,
        'Raise resources.memoryMiB.',
      );
    case 'output-exceeded':
      throw failed(
        `writes more than the ${resources.storageMiB} MiB that the manifest says`,
        'Raise resources.storageMiB, or write less.',
      );
    case 'trapped':
      throw failed('traps', 'Out of bounds, a division by zero, too deep a recursion, or abort().');
    case 'bad-input':
      throw failed('is refused by the engine', 'See docs/engine.md.');
  }
}

function wordsOf({ outputs }: Execution): string {
  const bytes = outputs.find(({ path }) => path === 'stderr')?.bytes ?? new Uint8Array(0);
  const text = new TextDecoder().decode(bytes.slice(-MOST_WORDS));
  return text
    .replace(/[\p{C}\p{Zl}\p{Zp}]+/gu, ' ')
    .replaceAll('\ufffd', '')
    .trim();
}
