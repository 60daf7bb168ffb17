'use client';

import { Panel } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/time';
import { CheckList } from './check-list';
import { EngineStates, HardwareList } from './hardware-list';
import { OfferChoice } from './offer-choice';
import { RecheckButton } from './recheck-button';
import type { StepProps } from './setup-wizard';

/** What the machine is, and whether it is fit; which of its devices are offered. */
export function SetupCheck({ machine, scope, change }: StepProps) {
  if (!machine) return <NotReported />;
  const { hardware, engines, reportedAt, checks } = machine;
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
            <HardwareList hardware={hardware} lent={scope.lent} />
          </Panel>
          <Panel
            title="What you offer"
            description="One offer for each kind of engine and class of equal devices"
          >
            <OfferChoice scope={scope} change={change} />
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
