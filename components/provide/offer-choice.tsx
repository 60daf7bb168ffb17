'use client';

import type { ReactNode } from 'react';
import { cn } from '@/lib/shared/class-names';
import { formatBytes } from '@/lib/shared/quantity.view';
import type { StepProps } from './setup-wizard';

const MIB = 2 ** 20;
/** In thousandths: a job in WebAssembly computes on one, however little it was granted. */
const WHOLE_CORE = 1_000;
const NO_ENGINE =
  'needs Docker or podman: the check of its engines has the command; start the agent again after it';

/** Which devices of a machine an offer is for, and what runs on them. */
export function OfferChoice({ scope, change }: Pick<StepProps, 'scope' | 'change'>) {
  const { classes, device, kind, hasContainers, lent } = scope;
  const hasCore = (lent?.cpuMilli ?? WHOLE_CORE) >= WHOLE_CORE;
  return (
    <div className="grid grid-cols-1 gap-5">
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">Devices</legend>
        {classes.map(({ id, gpu }) => (
          <Choice
            key={id}
            name="device"
            checked={id === device?.id}
            disabled={gpu !== null && !hasContainers}
            onSelect={() =>
              change({ device: id, ...(gpu && kind === 'wasm' && { modules: undefined }) })
            }
            title={gpu ? `${gpu.count} × ${gpu.model}` : 'Processor only'}
          >
            {!gpu
              ? 'for jobs that need no GPU'
              : hasContainers
                ? `${formatBytes(gpu.memoryMiB * MIB)} each: ${gpu.count === 1 ? 'one deal' : `${gpu.count} deals`} at once, each with a card of its own`
                : NO_ENGINE}
          </Choice>
        ))}
      </fieldset>
      <fieldset className="flex flex-col gap-2">
        <legend className="mb-1.5 font-medium">What it runs</legend>
        <Choice
          name="kind"
          checked={kind === 'wasm'}
          disabled={device?.gpu != null}
          onSelect={() => change({ kind: 'wasm', modules: undefined })}
          title="WebAssembly"
        >
          {device?.gpu
            ? 'reaches no GPU'
            : hasCore
              ? 'class A: any module, in the agent’s own sandbox'
              : 'needs a whole core: its agent lends less (CPU_MILLI)'}
        </Choice>
        <Choice
          name="kind"
          checked={kind === 'container'}
          disabled={!hasContainers}
          onSelect={() => change({ kind: 'container', modules: undefined })}
          title="Containers"
        >
          {hasContainers
            ? 'class B and unprotected: modules that you name, paid by the second'
            : NO_ENGINE}
        </Choice>
      </fieldset>
      <p className="text-muted text-xs">
        An offer is for one of each. Come back with the same machine to offer the others too: its
        agent serves them all and never takes more than it has room for.
      </p>
    </div>
  );
}

interface ChoiceProps {
  name: string;
  checked: boolean;
  disabled: boolean;
  onSelect: () => void;
  title: string;
  children: ReactNode;
}

function Choice({ name, checked, disabled, onSelect, title, children }: ChoiceProps) {
  return (
    <label
      className={cn(
        'flex items-start gap-3 rounded-md border border-border px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft',
        disabled && 'text-muted',
      )}
    >
      <input
        type="radio"
        name={name}
        checked={checked}
        disabled={disabled}
        onChange={onSelect}
        className="mt-0.5 size-4 accent-(--accent)"
      />
      <span>
        {title}
        <span className="block text-muted text-xs">{children}</span>
      </span>
    </label>
  );
}
