import { CommandLine } from '@/components/ui/command-line';
import { FoldMark } from '@/components/ui/fold-mark';
import { StateChip, StateIcon, TONE_TEXT } from '@/components/ui/state-chip';
import type { MachineReport } from '@/lib/providers/machine-report';
import { cn } from '@/lib/shared/class-names';
import { CHECK_STATES } from './machine-states';
import { type Recheckable, RecheckButton } from './recheck-button';
import { RecheckNote } from './recheck-note';

/** What somebody has to see at once, and what is there for who asks. */
const OPEN = ['failed', 'warning'] as const;
const FOLDED = ['passed', 'skipped'] as const;

type Check = MachineReport['checks'][number];

interface CheckListProps {
  machine: Recheckable & { readonly report: { readonly report: Pick<MachineReport, 'checks'> } };
}

/**
 * What the agent looked at: each with what was found, a command that mends it and, where it fails, a
 * button that has it looked at again. What is wrong comes first; what is not is folded by outcome.
 */
export function CheckList({ machine }: CheckListProps) {
  const { checks } = machine.report.report;
  if (checks.length === 0) return <p className="p-4 text-muted">Not checked yet.</p>;
  const withOutcome = (wanted: Check['outcome']) =>
    checks.filter(({ outcome }) => outcome === wanted);
  const open = OPEN.flatMap(withOutcome);
  return (
    <div className="divide-y divide-border">
      <RecheckNote machine={machine} />
      {open.length > 0 ? (
        <ul className="divide-y divide-border">
          {open.map((check) => (
            <CheckItem key={check.id} check={check} machine={machine} />
          ))}
        </ul>
      ) : null}
      {FOLDED.map((outcome) => {
        const folded = withOutcome(outcome);
        if (folded.length === 0) return null;
        const { tone, word } = CHECK_STATES[outcome];
        return (
          <details key={outcome} className="group">
            <summary className="flex cursor-pointer items-center gap-3 px-4 py-2.5">
              <FoldMark />
              <span className="min-w-0 grow">
                {folded.length} {folded.length === 1 ? 'check' : 'checks'} {word.toLowerCase()}
              </span>
              <StateIcon tone={tone} className={cn('size-4', TONE_TEXT[tone])} />
            </summary>
            <ul className="divide-y divide-border border-border border-t">
              {folded.map((check) => (
                <CheckItem key={check.id} check={check} machine={machine} />
              ))}
            </ul>
          </details>
        );
      })}
    </div>
  );
}

function CheckItem({ check, machine }: CheckListProps & { check: Check }) {
  const { title, outcome, detail, fix } = check;
  return (
    <li className="flex flex-col gap-2 px-4 py-2.5">
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
  );
}
