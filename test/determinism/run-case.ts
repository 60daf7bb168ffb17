import { sha256, toHex } from 'viem';
import { engineIdOf } from '@/lib/execution/engine-id';
import { executeJob } from '@/lib/execution/execute-job';
import { InfrastructureFault } from '@/lib/execution/infrastructure-fault';
import { resultDigestOf } from '@/lib/execution/result-digest';
import type { Charging } from '@/lib/execution/wasm/scan-function';
import { transformModule } from '@/lib/execution/wasm/transform-module';
import type { PortableCase } from './case-file';
import { engineOfCase, jobOfCase } from './case-file';
import { watchTraps } from './watch-traps';

/** What a case came to on an engine. Equal on all of them, word for word. */
export interface CaseLine {
  readonly name: string;
  readonly status: string;
  /** Which trap it was, or `-`. */
  readonly trap: string;
  readonly exitCode: number;
  readonly fuelUsed: string;
  readonly resultDigest: string;
  readonly stateDigest: string;
  /** sha256 of the transformed module, or `-` where the module was refused. */
  readonly transformed: string;
}

/**
 * Runs a case in this process, page or worker. A fault of the machine is a line too, with status
 * `fault`: the comparison counts it as a difference.
 */
export async function runCase(portable: PortableCase, charging: Charging): Promise<CaseLine> {
  const { name } = portable;
  const job = jobOfCase(portable);
  const module = job.moduleFiles.get(portable.entry)!;
  const engine = engineOfCase(portable);
  let transformed = '-';
  const cache = {
    get: () => {
      const bytes = transformModule(new Uint8Array(module), engine, charging);
      transformed = sha256(bytes);
      return bytes;
    },
    set: () => {},
  };
  const traps = watchTraps();
  try {
    const execution = await executeJob({ ...job, cache });
    return {
      name,
      status: execution.status,
      trap: execution.status === 'trapped' ? (traps.last() ?? 'none seen') : '-',
      exitCode: execution.exitCode,
      fuelUsed: execution.fuelUsed.toString(),
      resultDigest: resultDigestOf(
        toHex(job.inputFiles.get('salt')!),
        execution,
        engineIdOf(engine),
      ),
      stateDigest: execution.stateDigest,
      transformed,
    };
  } catch (error) {
    const isFault = error instanceof InfrastructureFault;
    const trap = isFault ? `${error.message}: ${String(error.cause)}` : String(error);
    const none = { exitCode: 0, fuelUsed: '0', resultDigest: '-', stateDigest: '-' };
    return { name, status: isFault ? 'fault' : 'failure', trap, ...none, transformed };
  } finally {
    traps.stop();
  }
}
