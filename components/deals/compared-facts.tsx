import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { wasmEngineOf } from '@/lib/execution/engine-id';
import type { Execution } from '@/lib/execution/execution';
import { sameHex } from '@/lib/shared/address';
import type { Comparison } from './compare-check';

interface ComparedFactsProps {
  record: DealRecord;
  mine: Execution;
  comparison: Comparison | undefined;
  equal: boolean;
}

/** What both runs were of, and the state that each left: engine, module, state digest. */
export function ComparedFacts({ record, mine, comparison, equal }: ComparedFactsProps) {
  const theirs = comparison?.kind === 'read' ? comparison.theirs : undefined;
  const engine = wasmEngineOf(record.work.engine) ?? record.work.engine;
  const isSameState = theirs !== undefined && sameHex(theirs.stateDigest, mine.stateDigest);
  return (
    <KeyValueList
      className="text-xs"
      items={[
        {
          key: 'Engine',
          value: engine,
          note:
            theirs === undefined || theirs.engine === engine
              ? 'the one that the deal names'
              : `the provider’s result names ${theirs.engine}`,
        },
        {
          key: 'Module',
          value: <Hash value={record.work.moduleId} label="module id" picture={false} />,
          note: 'fetched by this id, every byte checked',
        },
        {
          key: equal || isSameState ? 'State digest, the same in both' : 'State digest, yours',
          value: <Hash value={mine.stateDigest} label="state digest" />,
        },
        ...(theirs && !isSameState
          ? [
              {
                key: 'State digest, theirs',
                value: <Hash value={theirs.stateDigest} label="provider’s state digest" />,
              },
            ]
          : []),
      ]}
    />
  );
}
