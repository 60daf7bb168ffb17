import type { PortableCase } from './case-file';
import { runCase } from './run-case';

/** The same in a Web Worker: fetches the cases and sends a line for each, then null. */
async function runAll(): Promise<void> {
  const cases = await (await fetch('/cases')).text();
  for (const line of cases.split('\n')) {
    if (line !== '') postMessage(await runCase(JSON.parse(line) as PortableCase, 'block'));
  }
  postMessage(null);
}

runAll().catch((error: unknown) => {
  setTimeout(() => {
    throw error;
  });
});
