import { KeyValueList } from '@/components/ui/key-value';
import { StateChip } from '@/components/ui/state-chip';
import { deviceClassesOf } from '@/lib/providers/device-classes';
import type { Lent, MachineReport } from '@/lib/providers/machine-report';
import { formatBytes } from '@/lib/shared/quantity.view';
import { ENGINE_NAMES, ENGINE_STATES } from './machine-states';

const MIB = 2 ** 20;

interface HardwareListProps {
  hardware: MachineReport['hardware'];
  /** Undefined where its agent does not tell. */
  lent: Lent | undefined;
}

/** What a machine is made of, as its agent found it, and what of it deals may have. */
export function HardwareList({ hardware, lent }: HardwareListProps) {
  const { cpuModel, cpuCount, memoryMiB, diskFreeMiB, os, arch, gpus, linkMbps } = hardware;
  const cards = deviceClassesOf(hardware).flatMap(({ gpu }) => (gpu ? [gpu] : []));
  return (
    <KeyValueList
      items={[
        { key: 'Processor', value: cpuModel || 'not told', note: `${cpuCount} threads, ${arch}` },
        { key: 'Memory', value: formatBytes(memoryMiB * MIB) },
        { key: 'Disk', value: `${formatBytes(diskFreeMiB * MIB)} free` },
        {
          key: 'Network',
          value: linkMbps ? `${linkWord(linkMbps)} link` : 'not told',
          note: linkMbps
            ? 'as its driver tells; what the line behind it carries was not measured'
            : 'no driver tells of a link; it was not measured',
        },
        ...(gpus.length === 0 ? [{ key: 'GPU', value: 'none found' }] : []),
        ...cards.map(({ model, memoryMiB: vram, count, driver, runtime, ecc }) => ({
          key: count === 1 ? 'GPU' : `${count} GPUs`,
          value: model,
          note: [
            `${formatBytes(vram * MIB)} each`,
            driver && `driver ${driver}`,
            runtime,
            ecc === null ? '' : ecc ? 'ECC on' : 'ECC off',
          ]
            .filter(Boolean)
            .join(', '),
        })),
        { key: 'System', value: os || 'not told' },
        ...(lent ? [lentItem(lent)] : []),
      ]}
    />
  );
}

/** With the settings that change it: more than this its agent takes for no deal. */
function lentItem({ cpuMilli, memoryMiB, storageMiB, modules }: Lent) {
  const cores = cpuMilli / 1_000;
  const own = [modules?.wasm && 'MODULES', modules?.containers && 'MODULES or OCI_MODULES'];
  const only = [...new Set(own.filter(Boolean))].at(-1);
  return {
    key: 'For deals',
    value: `${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatBytes(memoryMiB * MIB)} memory, ${formatBytes(storageMiB * MIB)} disk`,
    note: `CPU_MILLI, MEMORY_MIB and STORAGE_MIB of its agent change that${only ? `; it runs only what ${only} names` : ''}`,
  };
}

const linkWord = (mbps: number): string =>
  mbps >= 1_000 ? `${mbps / 1_000} Gbit/s` : `${mbps} Mbit/s`;

/** The ways of running jobs that were looked for. */
export function EngineStates({ engines }: { engines: MachineReport['engines'] }) {
  return (
    <ul className="divide-y divide-border">
      {engines.map(({ name, state, version, detail }) => (
        <li key={name} className="flex items-start justify-between gap-4 py-2 first:pt-0 last:pb-0">
          <div className="min-w-0">
            <p>
              {ENGINE_NAMES[name]}
              {version ? <span className="tabular text-muted"> {version}</span> : null}
            </p>
            {detail ? (
              <p className="text-muted text-xs [overflow-wrap:anywhere]">{detail}</p>
            ) : null}
          </div>
          <StateChip tone={ENGINE_STATES[state].tone} size="sm" className="shrink-0">
            {ENGINE_STATES[state].word}
          </StateChip>
        </li>
      ))}
    </ul>
  );
}
