import { fork } from 'node:child_process';
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { copyContracts } from '../contracts/copy-contracts.mjs';

/** Processes that try mutants side by side, each with its own copy of contracts/. */
export async function startPool(size) {
  const folder = copyContracts('mutation-0');
  const first = await startWorker(folder);
  // Also the first build of the tests, which the other copies take over.
  const { outcome, by } = await first.tryOut(null);
  if (outcome !== 'survived') {
    first.stop();
    throw new Error(`the tests fail without any mutation: ${by ?? outcome}`);
  }
  const others = Array.from({ length: size - 1 }, (_, i) => {
    const copy = copyContracts(`mutation-${i + 1}`);
    for (const part of ['out', 'cache']) {
      cpSync(join(folder, part), join(copy, part), { recursive: true, force: true });
    }
    return startWorker(copy);
  });
  return [first, ...(await Promise.all(others))];
}

async function startWorker(folder) {
  const child = fork(new URL('./mutant.worker.mjs', import.meta.url), [folder]);
  const answer = () =>
    new Promise((resolve, reject) => {
      const onExit = (code) => reject(new Error(`a worker ended (${code})`));
      child.once('exit', onExit);
      child.once('message', (message) => {
        child.off('exit', onExit);
        resolve(message);
      });
    });
  await answer();
  return {
    tryOut(mutation) {
      child.send(mutation);
      return answer();
    },
    stop: () => child.disconnect(),
  };
}
