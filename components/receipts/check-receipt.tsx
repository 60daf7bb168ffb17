'use client';

import { CircleCheck, CircleX } from 'lucide-react';
import { useState } from 'react';
import { Card } from '@/components/ui/card';
import { describedBy, Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/time';
import type { CheckedReceipt, ReceiptCheck } from '@/lib/receipts/check-run-receipt';
import { cn } from '@/lib/shared/class-names';
import { formatCount } from '@/lib/shared/quantity.view';

const MAX_BYTES = 64 * 1024 * 1024;
const HINT = 'It stays in this browser: nothing is sent anywhere.';

/** Reads a receipt in this browser and says what of it holds. */
export function CheckReceipt() {
  const [files, setFiles] = useState<readonly File[]>([]);
  const [checked, setChecked] = useState<CheckedReceipt>();
  const [problem, setProblem] = useState<string>();
  const take = async (chosen: readonly File[]) => {
    setFiles(chosen);
    setChecked(undefined);
    setProblem(undefined);
    const [file] = chosen;
    if (!file) return;
    if (file.size > MAX_BYTES) return setProblem('This file is too large for a receipt.');
    try {
      const { checkRunReceipt } = await import('@/lib/receipts/check-run-receipt');
      setChecked(await checkRunReceipt(await file.text()));
    } catch {
      setProblem('The file cannot be read. Choose it again.');
    }
  };
  return (
    <div className="flex flex-col gap-6">
      <Card className="p-4">
        <Field id="receipt" label="Receipt" hint={HINT} error={problem}>
          <FileDrop
            id="receipt"
            files={files}
            onChange={(chosen) => void take(chosen)}
            isMapped={false}
            accept={['.json']}
            maxBytes={MAX_BYTES}
            invalid={problem !== undefined}
            describedBy={describedBy('receipt', HINT, problem)['aria-describedby']}
          />
        </Field>
      </Card>
      {checked ? <Checked checked={checked} /> : null}
    </div>
  );
}

function Checked({ checked }: { checked: CheckedReceipt }) {
  const { receipt, checks, isSound } = checked;
  return (
    <section aria-label="What was found" className="flex flex-col gap-6">
      <Notice
        tone={isSound ? 'safe' : 'wrong'}
        alert
        title={isSound ? 'All of it holds' : 'Do not rely on this receipt'}
      >
        {isSound
          ? 'Whether its seal stands on the chain, only the chain can tell: compare the transactions.'
          : 'At least one thing that it says is not so.'}
      </Notice>
      <Card>
        <ul className="divide-y divide-border">
          {checks.map((check) => (
            <CheckLine key={check.what} check={check} />
          ))}
        </ul>
      </Card>
      {receipt ? <ReceiptFacts receipt={receipt} /> : null}
    </section>
  );
}

function CheckLine({ check: { what, holds, why } }: { check: ReceiptCheck }) {
  const Icon = holds ? CircleCheck : CircleX;
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon
        aria-label={holds ? 'holds' : 'fails'}
        className={cn('mt-0.5 size-4 shrink-0', holds ? 'text-safe' : 'text-wrong')}
      />
      <div className="min-w-0">
        <p className="font-medium">{what}</p>
        <p className="break-words text-muted">{why}</p>
      </div>
    </li>
  );
}

function ReceiptFacts({ receipt }: { receipt: NonNullable<CheckedReceipt['receipt']> }) {
  const { dealId, jobOffer, resourceOffer, post, result, outcome, issuedAt } = receipt;
  return (
    <Card className="p-4">
      <KeyValueList
        items={[
          {
            key: 'Deal',
            value: <Hash value={dealId} label="deal id" href={`/deals/${dealId}`} />,
          },
          {
            key: 'Module',
            value: <Hash value={jobOffer.offer.moduleId} label="module id" />,
          },
          { key: 'Inputs', value: <Hash value={jobOffer.offer.inputsId} label="inputs id" /> },
          { key: 'Buyer', value: <Hash value={jobOffer.offer.buyer} label="buyer" /> },
          {
            key: 'Provider',
            value: <Hash value={resourceOffer.offer.provider} label="provider" />,
          },
          {
            key: 'Run',
            value: result.status,
            note: `${formatCount(post.fuelUsed)} fuel, exit code ${result.exitCode}`,
          },
          { key: 'Ended', value: outcome ?? 'not yet' },
          { key: 'Issued', value: <RelativeTime at={issuedAt} /> },
          {
            key: 'Outputs',
            value: (
              <ul className="flex flex-col items-end gap-1">
                {result.outputs.slice(0, 50).map(({ path, sha256 }) => (
                  <li key={path} className="flex min-w-0 items-center gap-2">
                    <span className="truncate">{path}</span>
                    <Hash value={sha256} label={`SHA-256 of ${path}`} />
                  </li>
                ))}
              </ul>
            ),
            note: result.outputs.length > 50 ? `and ${result.outputs.length - 50} more` : undefined,
          },
        ]}
      />
    </Card>
  );
}
