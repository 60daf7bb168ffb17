'use client';

import { Amount } from '@/components/ui/amount';
import { Slider } from '@/components/ui/slider';
import type { Court } from '@/lib/chain/deployment';
import { junkGain, toleratedMembers } from '@/lib/deals/deterrence';
import { panelRiskOf } from '@/lib/deals/panel-risk';
import type { RunFigures } from '@/lib/offers/run-figures';
import { formatBps, percentOf } from '@/lib/shared/percent.view';
import { CourtSeats } from './court-seats';
import { costOfTheta, costWords } from './protection-cost';
import { DIAL_MARKS, DIAL_MAX, dialOf, thetaOf } from './protection-dial';
import { Figure, Pick } from './protection-parts';

interface ProtectionStepProps {
  figures: RunFigures;
  n: number;
  theta: number;
  /** From the match to the usual settlement: how long the provider's money is locked. */
  dealSeconds: number;
  /** What the court has members for. */
  panelSizes: readonly number[];
  court: Court | undefined;
  /** Members of the court that can be seated; undefined until it is known. */
  serving: number | undefined;
  onChange: (change: { n?: number; theta?: number }) => void;
}

/** How hard a cheat is hit and how often it is looked for; the product is fixed by the protocol. */
export function ProtectionStep(props: ProtectionStepProps) {
  const { figures, n, theta, dealSeconds, panelSizes, court, serving, onChange } = props;
  const cost = costOfTheta(theta, { n, dealSeconds });
  return (
    <div className="flex flex-col gap-6">
      <div>
        <Pick
          legend="Mediators on a panel"
          name="panel"
          options={panelSizes.map((size) => [size, String(size)])}
          value={n}
          onPick={(size) => onChange({ n: size })}
        />
        <p className="mt-1.5 max-w-[72ch] text-muted text-xs">
          More seats make a bad majority less likely and an audit dearer.
        </p>
      </div>
      <div>
        <p className="mb-1 font-medium" id="penalty">
          What the provider puts up: {theta + n} times the price
        </p>
        <Slider
          label="What the provider puts up, as a multiple of the price"
          valueText={`${theta + n} times the price, audit rate ${formatBps(figures.auditBps)}, cost: ${costWords(cost)}`}
          value={dialOf(theta)}
          min={0}
          max={DIAL_MAX}
          marks={DIAL_MARKS}
          onValueChange={(value) => onChange({ theta: thetaOf(value) })}
        />
        <p className="mt-3 max-w-[72ch] text-muted text-xs">
          The more is at stake, the rarer an audit has to be: the rate is set so that making a
          result up always costs more than it brings. The dial starts where audits and the
          provider's capital together cost least in a deal of this length.
        </p>
      </div>
      <dl className="grid gap-px overflow-hidden rounded-md border border-border bg-border sm:grid-cols-2">
        <Figure label="Audit rate" note={`drawn after the result is sealed`}>
          {formatBps(figures.auditBps)}
        </Figure>
        <Figure
          label="Expected cost of protection"
          note={
            <>
              {costWords(cost)}; you pay the audits, on average{' '}
              <Amount value={figures.overheadAmount} />
            </>
          }
        >
          {percentOf(cost.total)}
        </Figure>
        <Figure label="Behind the result" note="locked by the provider at the match">
          <Amount value={figures.providerLock} />
        </Figure>
        <CheatFigure n={n} theta={theta} auditBps={figures.auditBps} serving={serving} />
      </dl>
      {court ? <CourtSeats court={court} value={figures.value} n={n} theta={theta} /> : null}
      <PanelRisk n={n} courtSize={serving ?? 0} />
    </div>
  );
}

interface CheatFigureProps {
  n: number;
  theta: number;
  auditBps: number;
  serving: number | undefined;
}

/** Up to how many colluding mediators a made-up result loses money: it is never out of the question. */
function CheatFigure({ serving, ...rate }: CheatFigureProps) {
  const label = 'Does a cheat pay?';
  if (serving === undefined) {
    return (
      <Figure label={label} note="as long as few of the court’s members collude with it">
        No
      </Figure>
    );
  }
  const most = toleratedMembers(rate, serving);
  const gain = junkGain({ ...rate, corruptMajority: 0 });
  if (most === 0) {
    return (
      <Figure label={label} note={`one bad member of the ${serving} that serve would be enough`}>
        <span className="text-attention">It can</span>
      </Figure>
    );
  }
  return (
    <Figure
      label={label}
      note={`while at most ${most} of the ${serving} mediators that serve collude with it; with none it loses ${(-gain).toFixed(2)} times the price on average`}
    >
      <span className="text-safe">No</span>
    </Figure>
  );
}

/** Assumption H in numbers: it is an assumption, and the person should see it. */
function PanelRisk({ n, courtSize }: { n: number; courtSize: number }) {
  if (courtSize < 3 * n + 1) return null;
  return (
    <details className="group">
      <summary className="link w-fit text-sm">What has to be assumed about the mediators</summary>
      <div className="mt-2 max-w-[72ch] text-muted">
        <p>
          A verdict is right as long as a panel and, after an appeal, the second panel do not both
          have a bad majority. With {courtSize} members in this court and{' '}
          {n === 1 ? 'one seat' : `${n} seats`} that happens in
        </p>
        <ul className="tabular mt-2 grid gap-1">
          {[0.1, 0.2, 0.3].map((share) => {
            const { bad, both } = panelRiskOf(courtSize, share, n);
            return (
              <li key={share} className="flex justify-between gap-4 border-border border-b py-1">
                <span>
                  if {bad} of {courtSize} are bad
                </span>
                <span className="text-text">{percentOf(both)} of disputes</span>
              </li>
            );
          })}
        </ul>
      </div>
    </details>
  );
}
