import type { Execution } from '../../lib/execution/execution';

/**
 * The cheat switch of local chains: what a provider that does not execute might claim. It keeps the
 * shape of a result and changes a byte of every output, so that it looks right and is wrong.
 */
export function makeUpResult(honest: Execution): Execution {
  const outputs = honest.outputs.map(({ path, bytes }) => {
    if (bytes.length === 0) return { path, bytes };
    const changed = new Uint8Array(bytes);
    const middle = Math.floor(changed.length / 2);
    changed[middle] = (changed[middle] ?? 0) ^ 1;
    return { path, bytes: changed };
  });
  return { ...honest, outputs };
}
