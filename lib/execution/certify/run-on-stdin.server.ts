import { closeSync, mkdtempSync, openSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Execution } from '../execution';
import type { Program, RunProgramOptions } from '../program/run-program.server';
import { runProgram } from '../program/run-program.server';

/**
 * Runs a program whose stdin is these bytes.
 *
 * @throws InfrastructureFault whenever there is no execution
 */
export async function runOnStdin(
  program: Program,
  stdin: Uint8Array,
  options: Omit<RunProgramOptions, 'input'>,
): Promise<Execution> {
  const folder = mkdtempSync(join(tmpdir(), 'reckon-stdin-'));
  const path = join(folder, 'stdin');
  writeFileSync(path, stdin);
  const input = openSync(path, 'r');
  try {
    return await runProgram(program, { ...options, input });
  } finally {
    closeSync(input);
    rmSync(folder, { recursive: true, force: true });
  }
}
