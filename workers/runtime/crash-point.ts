import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * A moment at which tests end this process as kill -9 would. Does nothing unless RECKON_CRASH_DIR
 * names a folder that holds a file `<NAME of the process>.<moment>`; the file is taken away first, so
 * that the process which is started in its place goes on.
 */
export function crashPoint(moment: string): void {
  const folder = process.env.RECKON_CRASH_DIR;
  if (!folder) return;
  const order = join(folder, `${process.env.NAME}.${moment}`);
  if (!existsSync(order)) return;
  rmSync(order);
  process.kill(process.pid, 'SIGKILL');
}
