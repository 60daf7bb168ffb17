'use client';

import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Skeleton } from '@/components/ui/skeleton';
import { Stepper } from '@/components/ui/stepper';
import { WASM_ENGINE } from '@/lib/execution/engine-id';
import type { Toolchains } from '@/lib/modules/compile/compile-request';
import { problemOfDraft } from '@/lib/modules/draft/draft-problem';
import type { ModuleDraft } from '@/lib/modules/draft/module-draft';
import { type Certified, CertifyStep } from './certify-step';
import { DescribeStep } from './describe-step';
import { DraftSummary } from './draft-summary';
import { ProgramStep } from './program-step';
import { PublishStep } from './publish-step';
import { TryStep } from './try-step';
import { useDraft } from './use-draft.client';
import type { Trial } from './use-trial.client';

const STEPS = ['Program', 'Try', 'Describe', 'Certify', 'Publish'] as const;
const NEXT = ['Try it', 'Describe it', 'Certify it', 'Review'] as const;

/** What a trial was of; of JavaScript the text is the program. */
const TRIED = ['wasm', 'texts', 'job', 'files'] as const;

interface PublishWizardProps {
  toolchains: Toolchains;
  /** Live offers that take modules which nobody has endorsed. */
  takers: number;
}

/** From a program to a published module in five steps. */
export function PublishWizard({ toolchains, takers }: PublishWizardProps) {
  const { draft, change: keep, startOver, isKept } = useDraft();
  const [step, setStep] = useState(0);
  const [trial, setTrial] = useState<Trial>();
  const [certified, setCertified] = useState<Certified>();
  if (draft === undefined) {
    return (
      <div
        role="status"
        aria-label="Looking for your draft"
        className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]"
      >
        <div className="flex flex-col gap-4">
          <Skeleton className="h-9" />
          <Card className="flex min-h-[60rem] flex-col gap-3 p-4 xl:min-h-[46.5rem]">
            <Skeleton className="w-1/3" />
            <Skeleton className="w-2/3" />
          </Card>
        </div>
        <Card className="flex min-h-80 flex-col gap-3 p-4">
          <Skeleton className="w-1/2" />
          <Skeleton />
        </Card>
      </div>
    );
  }
  const change = (part: Partial<ModuleDraft>) => {
    keep(part);
    setCertified(undefined);
    if (TRIED.some((field) => field in part)) setTrial(undefined);
  };
  const problem = problemOfDraft(draft, WASM_ENGINE);
  const reachable = !draft.wasm ? 0 : problem !== undefined ? 2 : certified ? 4 : 3;
  const go = (to: number) => {
    setStep(to);
    window.scrollTo({ top: 0 });
  };
  return (
    <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Stepper
          label="Steps to a module"
          steps={STEPS}
          current={step}
          reachable={Math.max(step, reachable)}
          onSelect={go}
        />
        {isKept ? null : (
          <Notice tone="attention" title="This browser does not keep your draft">
            Its storage is full or off: a reload loses what you write here.
          </Notice>
        )}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be one more form control */}
        <div role="group" aria-label={STEPS[step]} className="flex min-w-0 flex-col gap-4">
          {step === 0 ? (
            <ProgramStep draft={draft} toolchains={toolchains} change={change} />
          ) : step === 1 ? (
            <TryStep draft={draft} trial={trial} change={change} onTrial={setTrial} />
          ) : step === 2 ? (
            <DescribeStep draft={draft} trial={trial} problem={problem} change={change} />
          ) : step === 3 ? (
            <CertifyStep draft={draft} certified={certified} onCertified={setCertified} />
          ) : (
            <PublishStep draft={draft} takers={takers} onPublished={startOver} />
          )}
        </div>
        <div className="flex justify-between gap-3">
          {step === 0 ? (
            <Button
              variant="ghost"
              onClick={() => {
                startOver();
                setTrial(undefined);
                setCertified(undefined);
              }}
            >
              Start over
            </Button>
          ) : (
            <Button variant="secondary" onClick={() => go(step - 1)}>
              Back
            </Button>
          )}
          {step < 4 ? (
            <Button disabled={step >= reachable} onClick={() => go(step + 1)}>
              {NEXT[step]}
            </Button>
          ) : null}
        </div>
      </div>
      <DraftSummary
        draft={draft}
        trial={trial}
        certified={certified}
        problem={problem}
        takers={takers}
      />
    </div>
  );
}
