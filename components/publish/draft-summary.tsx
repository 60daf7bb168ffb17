import { Card } from '@/components/ui/card';
import { type KeyValue, KeyValueList } from '@/components/ui/key-value';
import { fuelLimitOf } from '@/lib/modules/draft/draft-problem';
import type { ModuleDraft } from '@/lib/modules/draft/module-draft';
import { formatBytes, formatFuel } from '@/lib/shared/quantity.view';
import type { Certified } from './certify-step';
import type { Trial } from './use-trial.client';

interface DraftSummaryProps {
  draft: ModuleDraft;
  trial: Trial | undefined;
  certified: Certified | undefined;
  /** What the description still lacks. */
  problem: string | undefined;
  /** Live offers that take modules which nobody has endorsed. */
  takers: number;
}

/** Beside every step: what the module is so far, and what is still to do. */
export function DraftSummary(props: DraftSummaryProps) {
  const { draft, takers } = props;
  return (
    <Card className="p-4 xl:sticky xl:top-20">
      <h2 className="mb-3 text-sm wrap-anywhere">{draft.title.trim() || 'Your module'}</h2>
      <KeyValueList items={factsOf(props)} />
      <p className="mt-4 border-border border-t pt-4 text-muted text-xs">
        {takers === 0
          ? 'No open offer takes just any module now: a provider has to list a machine for yours.'
          : `${takers} live ${takers === 1 ? 'offer takes' : 'offers take'} any module of class A: yours can be bought as soon as it is published.`}
      </p>
    </Card>
  );
}

const toDo = <span className="text-muted">to do</span>;

function factsOf({ draft, trial, certified, problem }: DraftSummaryProps): KeyValue[] {
  const { wasm, memoryMiB } = draft;
  const fuel = fuelLimitOf(draft);
  const ended = trial?.execution;
  const isGood = ended?.status === 'completed' && ended.exitCode === 0;
  return [
    {
      key: 'Program',
      value: wasm ? formatBytes(wasm.bytes.length) : toDo,
      note: wasm ? `from ${wasm.name}` : 'write or upload it',
    },
    {
      key: 'Sample run',
      value: ended ? isGood ? 'completed' : <span className="text-wrong">failed</span> : toDo,
      note: ended ? `${formatFuel(ended.fuelUsed)} of fuel` : undefined,
    },
    { key: 'Description', value: problem === undefined ? 'complete' : toDo },
    {
      key: 'A run takes at most',
      value: fuel === undefined ? '–' : `${formatFuel(fuel)} of fuel`,
      note: `${memoryMiB.trim() || '–'} MiB of memory`,
    },
    {
      key: 'Checks',
      value: !certified ? (
        toDo
      ) : certified.reasons.length === 0 ? (
        'passed'
      ) : (
        <span className="text-wrong">failed</span>
      ),
    },
  ];
}
