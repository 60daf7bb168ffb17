import { CHECK_STATES } from '@/components/provide/machine-states';
import { FoldMark } from '@/components/ui/fold-mark';
import { Hash } from '@/components/ui/hash';
import { StateChip } from '@/components/ui/state-chip';
import { RelativeTime } from '@/components/ui/time';
import type { SignedChecks } from '@/lib/providers/signed-checks.query';
import { shortHash } from '@/lib/shared/hash.view';

const OUTCOMES = ['failed', 'warning', 'passed', 'skipped'] as const;

/** What each machine's own agent found when it looked at it, with what proves that the agent said so. */
export function MachineChecks({ machines }: { machines: readonly SignedChecks[] }) {
  if (machines.length === 0) {
    return <p className="p-4 text-muted">No machine of its offers has reported its checks.</p>;
  }
  return (
    <ul className="divide-y divide-border">
      {machines.map((machine) => (
        <li key={machine.agent}>
          <details className="group">
            <summary className="flex cursor-pointer flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-3">
              <FoldMark />
              <span className="min-w-0 grow font-medium [overflow-wrap:anywhere]">
                {machine.name || `Machine ${shortHash(machine.agent)}`}
              </span>
              {OUTCOMES.map((outcome) => {
                const count = machine.checks.filter((one) => one.outcome === outcome).length;
                if (count === 0) return null;
                const { tone, word } = CHECK_STATES[outcome];
                return (
                  <StateChip key={outcome} tone={tone} size="sm">
                    {`${count} ${word.toLowerCase()}`}
                  </StateChip>
                );
              })}
            </summary>
            <Signer {...machine} />
            <ul className="divide-y divide-border border-border border-t">
              {[...machine.checks]
                .sort((a, b) => OUTCOMES.indexOf(a.outcome) - OUTCOMES.indexOf(b.outcome))
                .map(({ id, title, outcome, detail }) => (
                  <li key={id} className="flex items-start justify-between gap-4 px-4 py-2">
                    <div className="min-w-0">
                      <p>{title}</p>
                      <p className="text-muted text-xs [overflow-wrap:anywhere]">{detail}</p>
                    </div>
                    <StateChip tone={CHECK_STATES[outcome].tone} size="sm" className="shrink-0">
                      {CHECK_STATES[outcome].word}
                    </StateChip>
                  </li>
                ))}
            </ul>
          </details>
        </li>
      ))}
    </ul>
  );
}

function Signer({ agent, at, signature }: SignedChecks) {
  return (
    <p className="flex max-w-[72ch] flex-wrap items-center gap-x-1.5 px-4 pb-3 text-muted text-xs">
      Signed <RelativeTime at={at} /> by the machine’s key
      <Hash value={agent} label="key that signed" />
      with the signature <Hash value={signature} label="signature of the report" href={null} />:
      <a href={`/api/v1/machines/${agent}`} className="link">
        the whole report and its signature
      </a>
      are there to check (EIP-712, “Reckon machine”).
    </p>
  );
}
