import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createSupervisor, type Supervisor } from '../../scripts/start/processes.mjs';

let supervisor: Supervisor | undefined;

/**
 * The one supervisor of this test process: what it starts ends with the process, however that ends
 * (scripts/start/guardian.mjs).
 */
export function testSupervisor(): Supervisor {
  if (supervisor === undefined) {
    const logDir = mkdtempSync(join(tmpdir(), 'reckon-test-logs-'));
    process.on('exit', () => rmSync(logDir, { recursive: true, force: true }));
    supervisor = createSupervisor({ logDir, quiet: true });
  }
  return supervisor;
}
