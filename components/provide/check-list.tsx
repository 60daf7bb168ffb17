import { CommandLine } from '@/components/ui/command-line';
import { StateChip } from '@/components/ui/state-chip';
import type { MachineReport } from '@/lib/providers/machine-report';
import { CHECK_STATES } from './machine-states';
import { type Recheckable, RecheckButton } from './recheck-button';
import { RecheckNote } from './recheck-note';

const ORDER = ['failed', 'warning', 'skipped', 'passed'] as const;

interface CheckListProps {
  machine: Recheckable & { readonly report: { readonly report: Pick<MachineReport, 'checks'> } };
}

/**
 * What the agent looked at, what is wrong first: each with what was found, a command that mends it and,
 * where it fails, a button that has it looked at again.
 */
export function CheckList({ machine }: CheckListProps) {
  const { checks } = machine.report.report;
  if (checks.length === 0) return <p className="p-4 text-muted">Not checked yet.</p>;
  const sorted = [...checks].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
  return (
    <div className="divide-y divide-border">
      <RecheckNote machine={machine} />
      <ul className="divide-y divide-border">
        {sorted.map(({ id, title, outcome, detail, fix }) => (
          <li key={id} className="flex flex-col gap-2 px-4 py-2.5">
            <div className="flex items-start justify-between gap-4">
              <div className="min-w-0">
                <p className="font-medium">{title}</p>
                <p className="text-muted [overflow-wrap:anywhere]">{detail}</p>
              </div>
              <StateChip tone={CHECK_STATES[outcome].tone} size="sm" className="mt-px shrink-0">
                {CHECK_STATES[outcome].word}
              </StateChip>
            </div>
            {fix && outcome !== 'passed' ? (
              <CommandLine command={fix} label={`command that mends: ${title}`} />
            ) : null}
            {outcome === 'failed' ? <RecheckButton machine={machine} what={title} /> : null}
          </li>
        ))}
      </ul>
    </div>
  );
}
