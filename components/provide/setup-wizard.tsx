'use client';

import { useEffect, useRef } from 'react';
import { Button } from '@/components/ui/button';
import { Stepper } from '@/components/ui/stepper';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { roomProblem } from '@/lib/offers/machine-room';
import { type ResourceTerms, termProblems } from '@/lib/offers/resource-terms';
import { suggestTerms } from '@/lib/offers/suggest-terms';
import type { MachineDetail } from '@/lib/providers/machine-api';
import { type OfferScope, offerScopeOf } from './offer-kind';
import type { Setup } from './setup-address';
import { SetupBenchmark } from './setup-benchmark';
import { SetupCheck } from './setup-check';
import { SetupConnect } from './setup-connect';
import type { SetupMarket } from './setup-market';
import { SetupPrice } from './setup-price';
import { SetupSign } from './setup-sign';
import { SetupTerms } from './setup-terms';
import { useMachine, useSetup } from './use-setup.client';

const STEPS = ['Connect', 'Check', 'Benchmark', 'Price', 'Terms', 'Sign'] as const;
const NEXT = ['Check it', 'See its benchmark', 'Set a price', 'Set the terms', 'Review and sign'];

/** What every step has at hand. */
export interface StepProps {
  market: SetupMarket;
  setup: Setup;
  change: (part: Partial<Setup>) => void;
  /** What the machine has told; null while it has not reported. */
  machine: MachineDetail | null;
  /** What of it is offered. */
  scope: OfferScope;
  /** What was decided, and what is proposed where nothing was. */
  terms: ResourceTerms;
  problems: ReturnType<typeof termProblems>;
  setTerm: (field: keyof ResourceTerms, text: string) => void;
}

/** From a command to paste to an offer on the market. */
export function SetupWizard({ market }: { market: SetupMarket }) {
  const { deployment } = usePublicConfig();
  const { setup, change } = useSetup(STEPS.length);
  const { data: machine = null } = useMachine(setup.agent);
  const limits = deployment?.limits ?? { maxExecutionWindow: 3_600, maxReviewWindow: 86_400 };
  const report = machine?.report.report;
  const scope = offerScopeOf(setup, report);
  const { device, kind } = scope;
  const prices = market.prices[kind][device?.gpu ? 'gpu' : 'cpu'];
  const proposed = suggestTerms({ report, device, prices, limits, kind });
  const terms = { ...proposed, ...setup.terms, operator: setup.agent ?? '' };
  const room = roomProblem(terms, report, device, kind);
  const problems = { ...(room && { concurrent: room }), ...termProblems(terms, limits, kind) };
  const reachable = setup.agent === undefined ? 0 : STEPS.length - 1;
  const step = Math.min(setup.step, reachable);

  const group = useRef<HTMLDivElement>(null);
  const shown = useRef(step);
  useEffect(() => {
    if (shown.current === step) return;
    shown.current = step;
    group.current?.focus({ preventScroll: true });
    group.current?.scrollIntoView({ block: 'start' });
  }, [step]);

  const common: StepProps = {
    market,
    setup,
    change,
    machine,
    scope,
    terms,
    problems,
    setTerm: (field, text) => change({ terms: { ...setup.terms, [field]: text } }),
  };
  return (
    <div className="flex min-w-0 flex-col gap-5">
      <Stepper
        label="Steps to an offer"
        steps={STEPS}
        current={step}
        reachable={reachable}
        onSelect={(to) => change({ step: to })}
      />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset would be one more form control */}
      <div
        ref={group}
        role="group"
        tabIndex={-1}
        aria-label={STEPS[step]}
        className="flex min-w-0 scroll-mt-20 flex-col gap-4 focus:outline-none"
      >
        {step === 0 ? (
          <SetupConnect {...common} />
        ) : step === 1 ? (
          <SetupCheck {...common} />
        ) : step === 2 ? (
          <SetupBenchmark {...common} />
        ) : step === 3 ? (
          <SetupPrice {...common} />
        ) : step === 4 ? (
          <SetupTerms {...common} />
        ) : (
          <SetupSign {...common} />
        )}
      </div>
      <div className="flex justify-between gap-3">
        {step === 0 ? (
          <span />
        ) : (
          <Button variant="secondary" onClick={() => change({ step: step - 1 })}>
            Back
          </Button>
        )}
        {step < STEPS.length - 1 ? (
          <Button disabled={step >= reachable} onClick={() => change({ step: step + 1 })}>
            {NEXT[step]}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
