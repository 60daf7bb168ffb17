'use client';

import { X } from 'lucide-react';
import { Button } from '@/components/ui/button';
import { Input, Select } from '@/components/ui/input';
import { inferOutputs } from '@/lib/modules/draft/infer-outputs';
import type { DraftOutput } from '@/lib/modules/draft/module-draft';
import type { Trial } from './use-trial.client';

const KINDS = ['text', 'table', 'image', 'audio', 'file'] as const;

interface OutputsTableProps {
  outputs: readonly DraftOutput[];
  trial: Trial | undefined;
  onChange: (outputs: readonly DraftOutput[]) => void;
}

/** What a run makes, as results will show it. */
export function OutputsTable({ outputs, trial, onChange }: OutputsTableProps) {
  const change = (at: number, part: Partial<DraftOutput>) =>
    onChange(outputs.map((output, index) => (index === at ? { ...output, ...part } : output)));
  return (
    <div className="flex flex-col gap-3 p-4">
      {outputs.length === 0 ? (
        <p className="text-muted">
          Run the program on its sample first: its outputs come from there.
        </p>
      ) : null}
      {outputs.map((output, index) => (
        <div
          key={output.path}
          className="grid grid-cols-[minmax(0,1fr)_minmax(0,1fr)_2.25rem] items-center gap-2 sm:grid-cols-[1fr_1fr_7rem_11rem_2.25rem]"
        >
          <span className="min-w-0 truncate font-mono text-[0.8125rem]">{output.path}</span>
          <Input
            aria-label={`Title of ${output.path}`}
            value={output.title}
            onChange={(event) => change(index, { title: event.target.value })}
          />
          <Select
            aria-label={`Kind of ${output.path}`}
            value={output.kind}
            onChange={(event) => change(index, { kind: event.target.value as DraftOutput['kind'] })}
          >
            {KINDS.map((kind) => (
              <option key={kind}>{kind}</option>
            ))}
          </Select>
          <Input
            aria-label={`Media type of ${output.path}`}
            value={output.mediaType}
            onChange={(event) => change(index, { mediaType: event.target.value })}
            className="font-mono"
          />
          <Button
            variant="ghost"
            size="icon"
            aria-label={`Remove ${output.path}`}
            onClick={() => onChange(outputs.filter((other) => other.path !== output.path))}
            className="max-sm:col-start-3 max-sm:row-start-1"
          >
            <X aria-hidden className="size-4" />
          </Button>
        </div>
      ))}
      {trial ? (
        <div>
          <Button
            variant="secondary"
            size="sm"
            onClick={() => onChange(inferOutputs(trial.execution.outputs))}
          >
            Take over what the run made
          </Button>
        </div>
      ) : null}
    </div>
  );
}
