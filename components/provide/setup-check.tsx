'use client';

import { Panel } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/time';
import { deviceClassesOf } from '@/lib/providers/device-classes';
import { formatBytes } from '@/lib/shared/quantity.view';
import { CheckList } from './check-list';
import { EngineStates, HardwareList } from './hardware-list';
import { RecheckButton } from './recheck-button';
import type { StepProps } from './setup-wizard';

const MIB = 2 ** 20;

/** What the machine is, and whether it is fit; which of its devices are offered. */
export function SetupCheck({ machine, setup, change }: StepProps) {
  if (!machine) return <NotReported />;
  const { hardware, engines, reportedAt, checks } = machine;
  const classes = deviceClassesOf(hardware);
  const chosen = classes.find(({ id }) => id === setup.device) ?? classes[0];
  return (
    <>
      {checks.failed > 0 ? (
        <Notice
          tone="wrong"
          title={checks.failed === 1 ? 'A check fails' : `${checks.failed} checks fail`}
        >
          Its agent keeps it off the market until they pass. You can go on and sign meanwhile.
        </Notice>
      ) : null}
      <div className="grid items-start gap-4 lg:grid-cols-2">
        <div className="flex min-w-0 flex-col gap-4">
          <Panel
            title="Hardware"
            description="As the agent found it; buyers see this report, signed"
          >
            <HardwareList hardware={hardware} />
          </Panel>
          <Panel title="What you offer" description="One offer for each class of equal devices">
            <fieldset className="flex flex-col gap-2">
              <legend className="sr-only">Devices of this offer</legend>
              {classes.map(({ id, gpu }) => (
                <label
                  key={id}
                  className="flex items-start gap-3 rounded-md border border-border px-3 py-2.5 has-checked:border-accent has-checked:bg-accent-soft"
                >
                  <input
                    type="radio"
                    name="device"
                    checked={id === chosen?.id}
                    onChange={() => change({ device: id })}
                    className="mt-0.5 size-4 accent-(--accent)"
                  />
                  <span>
                    {gpu ? `${gpu.count} × ${gpu.model}` : 'Processor only'}
                    <span className="block text-muted text-xs">
                      {gpu
                        ? `${formatBytes(gpu.memoryMiB * MIB)} each: ${gpu.count === 1 ? 'one deal' : `${gpu.count} deals`} at once, each with a card of its own`
                        : 'for jobs that need no GPU'}
                    </span>
                  </span>
                </label>
              ))}
              {classes.length > 1 ? (
                <p className="text-muted text-xs">
                  Come back with the same machine to offer another class.
                </p>
              ) : null}
            </fieldset>
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-4">
          <Panel
            title="Preflight"
            description={
              <>
                Looked at <RelativeTime at={reportedAt} />
              </>
            }
            aside={<RecheckButton machine={machine} what="the whole machine" />}
            flush
          >
            <CheckList machine={machine} />
          </Panel>
          <Panel title="Engines" description="What it can run jobs with">
            <EngineStates engines={engines} />
          </Panel>
        </div>
      </div>
    </>
  );
}

/** Shown by the steps that need a report, while there is none. */
export function NotReported() {
  return (
    <Notice tone="attention" title="Not measured yet">
      Its agent has not reported. It does within seconds of its start; you can go on and write down
      by hand what it has.
    </Notice>
  );
}
