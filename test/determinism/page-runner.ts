import type { PortableCase } from './case-file';
import { runCase } from './run-case';

/** In a Web Worker: runs the cases of its own address, one after the other, then says null. */
async function runAll(): Promise<void> {
  const asked = new URL(location.href).searchParams;
  for (let at = Number(asked.get('from')); at < Number(asked.get('to')); at++) {
    const portable = (await (await fetch(`/case/${at}`)).json()) as PortableCase;
    postMessage(await runCase(portable, 'block'));
  }
  postMessage(null);
}

runAll().catch((error: unknown) => {
  setTimeout(() => {
    throw error;
  });
});
