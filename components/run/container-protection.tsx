'use client';

import { Amount } from '@/components/ui/amount';
import { Notice } from '@/components/ui/notice';
import { judgesIn } from '@/lib/offers/module-class';
import { VERIFICATION, type Verification } from '@/lib/offers/offer-types';
import { undecidedCostOf } from '@/lib/offers/outcome-forecast';
import { auditRatesOf, cheatPays } from '@/lib/offers/probed-protection';
import { reservedTime } from '@/lib/offers/reserved-time.view';
import type { RunFigures } from '@/lib/offers/run-figures';
import { cn } from '@/lib/shared/class-names';
import { formatBps } from '@/lib/shared/percent.view';
import { Figure, Pick } from './protection-parts';
import type { RunModule } from './run-wizard';
import type { LivePlan } from './use-run-plan.client';

interface ContainerProtectionProps {
  module: RunModule;
  plan: LivePlan;
  figures: RunFigures;
}

/** What protects a run in a container: audits that are not insured, or nothing. */
export function ContainerProtection({ module, plan, figures }: ContainerProtectionProps) {
  const isJudged = judgesIn(plan.court, module.engineId, VERIFICATION.B);
  const isChecked = plan.verification === VERIFICATION.B;
  return (
    <div className="grid grid-cols-1 gap-6">
      {module.class === 'B' ? (
        <fieldset>
          <legend className="mb-1.5 font-medium">Whether it is checked</legend>
          <div className="grid gap-2 sm:grid-cols-2">
            <Kind
              kind={VERIFICATION.B}
              title="Checked, not insured"
              text="Drawn or disputed, mediators run the container again."
              disabled={!isJudged}
              {...{ plan }}
            />
            <Kind
              kind={VERIFICATION.none}
              title="Unprotected"
              text="Nobody checks it. Nothing is locked for mediators."
              {...{ plan }}
            />
          </div>
          {isJudged ? null : (
            <p className="mt-1.5 max-w-[72ch] text-muted text-xs">
              The chosen court does not run containers, so that nobody could check a result. Choose
              a court that judges {module.engine} where there is one.
            </p>
          )}
        </fieldset>
      ) : null}
      {isChecked ? <Checked plan={plan} figures={figures} /> : <Unprotected module={module} />}
      <p className="max-w-[72ch] text-muted text-xs">
        You pay for reserved time: {reservedTime(module.fuelLimit)}, whole, however soon it is done.
      </p>
    </div>
  );
}

interface KindProps {
  kind: Verification;
  title: string;
  text: string;
  plan: LivePlan;
  disabled?: boolean;
}

function Kind({ kind, title, text, plan, disabled = false }: KindProps) {
  const isChosen = plan.verification === kind;
  return (
    <label
      className={cn(
        'flex cursor-pointer gap-2.5 rounded-md border p-3 has-focus-visible:outline-2 has-focus-visible:outline-accent',
        isChosen ? 'border-accent bg-accent-soft' : 'border-border hover:border-border-strong',
        disabled && 'cursor-not-allowed text-muted',
      )}
    >
      <input
        type="radio"
        name="verification"
        className="mt-0.5 size-4 shrink-0 accent-(--accent)"
        checked={isChosen}
        disabled={disabled}
        onChange={() => plan.change({ verification: kind })}
      />
      <span>
        <span className="block font-medium">{title}</span>
        <span className="block text-muted text-xs">{text}</span>
      </span>
    </label>
  );
}

/** No dial of penalties: in class B a larger lock comes back all the same. The rate is what counts. */
function Checked({ plan, figures }: Pick<ContainerProtectionProps, 'plan' | 'figures'>) {
  const { n, panelSizes, court } = plan;
  const seats = 3 * n + 1;
  const fee = court?.terms.minSeatFee ?? 0n;
  const pays = cheatPays(figures.auditBps, n);
  return (
    <>
      <div className="flex flex-wrap gap-x-8 gap-y-4">
        <Pick
          legend="Mediators on a panel"
          name="panel"
          options={panelSizes.map((size) => [size, String(size)])}
          value={n}
          onPick={(size) => plan.change({ n: size, auditBps: undefined })}
        />
        <Pick
          legend="How many of such deals are audited"
          name="rate"
          options={auditRatesOf(n).map((rate) => [rate, formatBps(rate)])}
          value={figures.auditBps}
          onPick={(auditBps) => plan.change({ auditBps })}
        />
      </div>
      <dl className="grid gap-px overflow-hidden rounded-md border border-border bg-border sm:grid-cols-2">
        <Figure label="Expected cost of audits" note="you pay them; on average">
          <Amount value={figures.overheadAmount} />
        </Figure>
        <Figure
          label="A wrong result costs the provider"
          note="and the mediators’ fees of the panel"
        >
          <Amount value={figures.expected} />
        </Figure>
        <Figure
          label="Does a cheat pay?"
          note={
            pays
              ? 'on average yes: it is caught too seldom for what it loses'
              : 'on average not, while panels are honest: audits are frequent enough'
          }
        >
          <span className={pays ? 'text-attention' : 'text-safe'}>{pays ? 'It can' : 'No'}</span>
        </Figure>
        <Figure
          label="If no panel agrees (void)"
          note={`you pay ${seats} mediators the court’s least fee each; the price comes back`}
        >
          <Amount value={undecidedCostOf(n, figures.value, fee)} />
        </Figure>
      </dl>
      <Notice title="Checked is less than insured">
        The author of this program says that its runs are equal; nothing forces them to be. So a
        provider that a panel overturns loses only the price and the fees, and what else it locked
        comes back to it: no larger lock would make the result safer.
      </Notice>
    </>
  );
}

function Unprotected({ module }: { module: RunModule }) {
  return (
    <Notice tone="attention" title="This run is not protected">
      {module.class === 'none'
        ? 'Its author says that two runs may differ, as most work on GPUs does: nobody can tell a wrong result from a right one by running it again. '
        : 'You chose that nobody checks it. '}
      There is no audit, no dispute and no panel; whatever is handed in is paid for. A provider that
      is late or declines still pays you.
    </Notice>
  );
}
