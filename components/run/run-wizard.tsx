'use client';

import dynamic from 'next/dynamic';
import { useEffect, useMemo, useRef, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, Panel } from '@/components/ui/card';
import { Notice } from '@/components/ui/notice';
import { Stepper } from '@/components/ui/stepper';
import type { Court } from '@/lib/chain/deployment';
import type { Windows } from '@/lib/env/public-config';
import type { InputField, InputSchema } from '@/lib/modules/input-fields';
import type { NeededResources } from '@/lib/offers/draft-job-offer';
import type { ModuleClass } from '@/lib/offers/module-class';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import { runFigures } from '@/lib/offers/run-figures';
import { withChangedResources } from '@/lib/offers/search/need-changes';
import { BuyPanel } from './buy-panel';
import { ContainerProtection } from './container-protection';
import { EarlierInputs } from './earlier-inputs';
import { InputForm } from './input-form';
import { LinkChanges } from './link-changes';
import { LostFiles } from './lost-files';
import { needsOfRuns } from './needs-of-runs';
import type { PlanChange } from './plan-change';
import { ProtectionStep } from './protection-step';
import { ReviewStep } from './review-step';
import { RunSummary } from './run-summary';
import { runTermsOf } from './signed-offer';
import { SignedStep } from './signed-step';
import { UncheckedRun } from './unaudited-choice';
import { type AskedRun, useChoices } from './use-choices.client';
import { useInputs } from './use-inputs.client';
import { usePurchase } from './use-purchase.client';
import { needsOfPlan, useRunPlan } from './use-run-plan.client';
import { useStep } from './use-step.client';
import { WaitingPanel } from './waiting-panel';
import { WhereStep } from './where-step';

export interface RunModule {
  id: `0x${string}`;
  title: string;
  engine: string;
  engineId: `0x${string}`;
  class: ModuleClass;
  resources: NeededResources;
  fuelLimit: bigint;
  /** Median of earlier runs; the limit where there were none. */
  expectedFuel: bigint;
  inputs: InputSchema;
  /** The manifest's example: values, and where its files can be had. */
  example: { job: Record<string, unknown>; files: Record<string, string> };
}

/** Loaded with its step: few change what is known to be good. */
const TrustSection = dynamic(async () => (await import('./trust-section')).TrustSection);

interface RunWizardProps {
  module: RunModule;
  offers: readonly OfferChoice[];
  /** The one that is offered first. */
  court: Court | undefined;
  fields: readonly InputField[];
  /** An earlier deal whose inputs may be taken. */
  like: `0x${string}` | undefined;
  asked?: AskedRun | undefined;
}

const STEPS = ['What', 'Where', 'Protection', 'Review'] as const;

/** From a module to a signed offer in four steps; the address tells which offer waits for a match. */
export function RunWizard({
  module: one,
  offers,
  court: first,
  fields,
  like,
  asked,
}: RunWizardProps) {
  const [shownStep, showStep] = useStep(STEPS.length);
  const [isUnauditedConfirmed, confirmUnaudited] = useState(false);
  const formId = formIdOf(one.id, like);
  const choices = useChoices({ formId, asked, court: first });
  const { changes, trust } = choices;
  const { court, directories } = trust;
  const inputs = useInputs({ formId, fields, example: one.example });
  const { runCount } = inputs;
  const needs = useMemo(() => {
    const changed = { ...one, resources: withChangedResources(one.resources, changes) };
    return needsOfRuns(changed, runCount, court?.terms.maxFuel);
  }, [one, changes, runCount, court]);
  const module = useMemo(() => ({ ...one, ...needs }), [one, needs]);
  const live = useRunPlan({ module, court, directories, initialOffers: offers, choices });
  const purchase = usePurchase({ module, inputs, choices });
  const { isHeld, signed, offer, waiting, isLeft } = purchase;
  // What is signed stays in sight as it was, whatever becomes of the offers meanwhile.
  const plan = (isHeld && signed) || live;
  // Forward leads past inputs only as they were when they were looked at.
  const step = isHeld && signed ? STEPS.length - 1 : inputs.isPassed ? shownStep : 0;
  // Signed before this page was opened: what was typed then is not known here.
  const isResumed = isHeld && signed === undefined;
  const content = useFocusOn(step);
  const reachable = !inputs.valid ? 0 : live.figures === undefined ? 1 : 3;
  const figures = isResumed
    ? offer && runFigures(runTermsOf(offer, module.expectedFuel), configOf(live.windows))
    : plan.figures;

  const isUnchecked = plan.n === 0;
  // What was confirmed was this choice: taken back and made again, it is confirmed again.
  useEffect(() => {
    if (!isUnchecked) confirmUnaudited(false);
  }, [isUnchecked]);
  const isUncheckedAndAlone = !plan.figures && !isResumed && isUnchecked && one.class === 'A';

  const go = (to: number) => {
    purchase.dismiss();
    showStep(to);
  };
  const leaveFor = async (to: number) => {
    if (step === 0 && to > 0 && !(await inputs.check())) return;
    go(to);
  };
  const next = async () => {
    await leaveFor(Math.min(step + 1, STEPS.length - 1));
    window.scrollTo({ top: 0 });
  };
  const changeSigned = (change: PlanChange) => {
    purchase.leave();
    live.change(change);
    if (isResumed) showStep(0);
  };

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_20rem]">
      <div className="flex min-w-0 flex-col gap-4">
        <Stepper
          label="Steps to a run"
          steps={STEPS}
          current={isResumed ? 3 : step}
          reachable={isHeld ? -1 : Math.max(step, reachable)}
          onSelect={(to) => void leaveFor(to)}
        />
        {isHeld ? null : (
          <LinkChanges
            changes={changes}
            usual={{ ...one.resources, reviewWindow: live.windows.review, n: 1 }}
            onTakeBack={choices.takeBack}
          />
        )}
        {step < 3 && !isHeld && purchase.problem ? (
          <Notice tone="attention" alert title={purchase.problem.title}>
            {purchase.problem.advice}
          </Notice>
        ) : null}
        {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be one more form control */}
        <div
          ref={content}
          role="group"
          aria-label={STEPS[step]}
          tabIndex={-1}
          className="min-w-0 outline-none"
        >
          {isResumed ? <SignedStep offer={offer} module={one} /> : null}
          {step === 0 && !isResumed ? (
            <Panel
              title="What it works on"
              aside={
                inputs.hasExample ? (
                  <Button variant="ghost" size="sm" onClick={inputs.fillExample}>
                    Fill in the example
                  </Button>
                ) : null
              }
            >
              {inputs.lost.length > 0 ? (
                <div className="mb-5">
                  <LostFiles names={inputs.lost} />
                </div>
              ) : null}
              {like ? (
                <div className="mb-5">
                  <EarlierInputs dealId={like} fill={inputs.fill} />
                </div>
              ) : null}
              <form
                id="inputs"
                noValidate
                onSubmit={(event) => {
                  event.preventDefault();
                  void next();
                }}
              >
                <InputForm
                  fields={fields}
                  values={inputs.values}
                  errors={inputs.errors}
                  onChange={inputs.change}
                />
              </form>
              {needs.isTight ? (
                <div className="mt-5">
                  <Notice tone="attention" title="These are probably too many for one job">
                    The fuel of all runs together is limited. Those that it does not reach are not
                    run; what was run is paid and kept. Choose fewer files to be sure.
                  </Notice>
                </div>
              ) : null}
            </Panel>
          ) : null}
          {step === 1 && !isResumed ? (
            <Panel title="Who runs it" description="Live offers, cheapest first">
              <WhereStep
                fitting={plan.fitting}
                misfits={plan.misfits}
                search={plan.search}
                needs={needsOfPlan(module, plan)}
                onPlan={plan.change}
                fuelLimit={module.fuelLimit}
                expectedFuel={module.expectedFuel}
                where={plan.where}
                onChange={(where) => plan.change({ where })}
              />
            </Panel>
          ) : null}
          {step === 2 && plan.figures ? (
            <Panel title="How the result is protected">
              {one.class === 'A' && isUnchecked ? (
                <UncheckedRun plan={plan} />
              ) : one.class === 'A' ? (
                <ProtectionStep
                  figures={plan.figures}
                  n={plan.n}
                  theta={plan.theta}
                  dealSeconds={plan.dealSeconds}
                  panelSizes={plan.panelSizes}
                  court={court}
                  serving={plan.serving}
                  onChange={plan.change}
                />
              ) : (
                <ContainerProtection module={one} plan={plan} figures={plan.figures} />
              )}
              <TrustSection module={module} plan={plan} trust={trust} />
            </Panel>
          ) : null}
          {step === 3 && plan.figures && !isResumed ? (
            <Panel title="Before you sign">
              <ReviewStep
                plan={plan}
                module={module}
                isConfirmed={isUnauditedConfirmed}
                onConfirm={confirmUnaudited}
              />
            </Panel>
          ) : null}
          {step > 1 && isUncheckedAndAlone ? (
            <UncheckedRun plan={plan} isRefused />
          ) : step > 1 && !plan.figures && !isResumed ? (
            <Notice
              tone="attention"
              alert
              title="No offer fits this run any more"
              action={
                <Button size="sm" onClick={() => go(1)}>
                  See what they lack
                </Button>
              }
            >
              Machines went off, or their offers expired or were used up. Nothing was bought.
            </Notice>
          ) : null}
        </div>
        {step < 3 && !isResumed ? (
          <div className="flex justify-between gap-3">
            {step === 0 ? (
              <span />
            ) : (
              <Button variant="secondary" onClick={() => go(step - 1)}>
                Back
              </Button>
            )}
            {step === 0 ? (
              <Button type="submit" form="inputs">
                Choose where it runs
              </Button>
            ) : (
              <Button onClick={() => void next()} disabled={plan.figures === undefined}>
                {step === 1 ? 'Choose protection' : 'Review'}
              </Button>
            )}
          </div>
        ) : null}
      </div>
      <Card className="p-4 lg:sticky lg:top-20">
        <h2 className="mb-3 text-sm">{module.title}</h2>
        <RunSummary
          runCount={runCount}
          figures={figures}
          isPending={isResumed}
          executionWindow={(isResumed && offer ? offer.submission.offer : plan).executionWindow}
          reviewWindow={(isResumed && offer ? offer.submission.offer : plan).reviewWindow}
          windows={plan.windows}
        />
        <div className="mt-4 flex flex-col gap-3 border-border border-t pt-4 empty:hidden">
          {waiting && (isLeft || purchase.phase === undefined) ? (
            <WaitingPanel
              key={waiting}
              hash={waiting}
              module={one}
              isLeft={isLeft}
              onOffer={purchase.follow}
              onMatched={purchase.matched}
              onOver={purchase.over}
              onChange={changeSigned}
            />
          ) : null}
          {step === 3 && (!isHeld || purchase.phase) ? (
            <BuyPanel
              plan={plan}
              purchase={purchase}
              isConfirmed={isUnauditedConfirmed}
              onBack={() => go(2)}
            />
          ) : null}
        </div>
      </Card>
    </div>
  );
}

/** What is kept of a form: a run that is done again, or changed, has one of its own. */
const formIdOf = (moduleId: string, like: string | undefined): string =>
  like === undefined ? moduleId : `${moduleId}.${like}`;

function configOf({ grace, appeal, seatWait }: Windows) {
  return { grace, appealWindow: appeal, seatWait };
}

/** An element that takes the focus when the step changes: what is new comes next in the tab order. */
function useFocusOn(step: number) {
  const element = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    element.current?.focus({ preventScroll: true });
  }, [step]);
  return element;
}
