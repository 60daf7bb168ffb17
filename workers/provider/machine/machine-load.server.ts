import { cpus, totalmem } from 'node:os';
import { availableMemory, findGpus } from './detect-hardware.server';

/** Shares of what there is, 0..1; null where it cannot be told. */
export type MachineLoad = {
  readonly cpu: number | null;
  readonly memory: number | null;
  readonly gpu: number | null;
};

/** Reads how busy the machine is: the processors since the last call, the rest now. */
export function loadReader(): () => Promise<MachineLoad> {
  let last = cpuTimes();
  return async () => {
    const now = cpuTimes();
    const [busy, all] = [now.busy - last.busy, now.all - last.all];
    last = now;
    const loads = (await findGpus()).flatMap(({ load }) => load ?? []);
    return {
      cpu: all > 0 ? share(busy / all) : null,
      memory: share(1 - (await availableMemory()) / totalmem()),
      gpu: loads.length > 0 ? share(loads.reduce((sum, one) => sum + one, 0) / loads.length) : null,
    };
  };
}

const share = (value: number): number => Math.min(1, Math.max(0, value));

function cpuTimes(): { busy: number; all: number } {
  let [busy, all] = [0, 0];
  for (const { times } of cpus()) {
    const sum = times.user + times.nice + times.sys + times.idle + times.irq;
    all += sum;
    busy += sum - times.idle;
  }
  return { busy, all };
}
