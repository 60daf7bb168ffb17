'use client';

import { CircleCheck, CircleHelp, CircleX } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Card, Panel } from '@/components/ui/card';
import { describedBy, Field } from '@/components/ui/field';
import { FileDrop } from '@/components/ui/file-drop';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { Notice } from '@/components/ui/notice';
import { RelativeTime } from '@/components/ui/time';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { type CheckedReceipt, type ReceiptCheck, withChain } from '@/lib/receipts/checked-receipt';
import { sameHex } from '@/lib/shared/address';
import { cn } from '@/lib/shared/class-names';
import { formatCount } from '@/lib/shared/quantity.view';

const MAX_BYTES = 64 * 1024 * 1024;
const HINT = 'It stays in this browser: the file is sent nowhere.';

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
      {checked ? (
        <Checked checked={checked} onAnswer={(answer) => setChecked(withChain(checked, answer))} />
      ) : null}
    </div>
  );
}

/** What the checks come to. Green is only what the chain has said, too. */
function verdictOf({ receipt, isConsistent, isProven }: CheckedReceipt) {
  if (!receipt) {
    return {
      tone: 'wrong',
      title: 'This file is no receipt',
      words: 'Choose the JSON file that a deal’s page made under Verification, unchanged.',
    } as const;
  }
  if (!isConsistent) {
    return {
      tone: 'wrong',
      title: 'Do not rely on this receipt',
      words: 'At least one thing that it says is not so.',
    } as const;
  }
  return isProven
    ? ({
        tone: 'safe',
        title: 'It holds, and the chain says the same',
        words: 'The market took this seal from the provider, and these outputs are behind it.',
      } as const)
    : ({
        tone: 'attention',
        title: 'Consistent; not yet compared with the chain',
        words:
          'Nothing in it contradicts the rest. Signed offers are public, so a made-up receipt can be consistent, too: only the chain shows that the seal is the provider’s.',
      } as const);
}

interface CheckedProps {
  checked: CheckedReceipt;
  onAnswer: (answer: ReceiptCheck) => void;
}

function Checked({ checked, onAnswer }: CheckedProps) {
  const { receipt, checks, isConsistent, isProven } = checked;
  const { tone, title, words } = verdictOf(checked);
  return (
    <section aria-label="What was found" className="flex flex-col gap-6">
      <Notice
        tone={tone}
        alert
        title={title}
        action={
          receipt && isConsistent && !isProven ? (
            <AskChain receipt={receipt} onAnswer={onAnswer} />
          ) : undefined
        }
      >
        {words}
      </Notice>
      <Card>
        <ul className="divide-y divide-border">
          {checks.map((check) => (
            <CheckLine key={check.what} check={check} />
          ))}
        </ul>
      </Card>
      {receipt ? (
        <>
          <ReceiptFacts receipt={receipt} />
          <ReceiptOutputs outputs={receipt.result.outputs} />
        </>
      ) : null}
    </section>
  );
}

interface AskChainProps {
  receipt: Receipt;
  onAnswer: (answer: ReceiptCheck) => void;
}

/** Asks the chain of this site, where it is the receipt's; another's market has its own. */
function AskChain({ receipt, onAnswer }: AskChainProps) {
  const { rpcUrl, chainId, chainName, market } = usePublicConfig();
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isHere =
    receipt.chainId === chainId && market !== undefined && sameHex(receipt.market, market);
  if (!isHere) {
    return (
      <span className="max-w-60 text-muted text-xs">It is of another market than this one.</span>
    );
  }
  const ask = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      const { compareWithChain } = await import('@/lib/receipts/compare-with-chain.client');
      onAnswer(await compareWithChain(receipt, rpcUrl));
    } catch {
      setProblem(`${chainName} does not answer. Try again in a moment.`);
    }
    setBusy(false);
  };
  return (
    <span className="flex flex-col items-end gap-1">
      <Button variant="secondary" size="sm" busy={busy} onClick={() => void ask()}>
        Compare with the chain
      </Button>
      {problem ? (
        <span role="alert" className="text-attention text-xs">
          {problem}
        </span>
      ) : null}
    </span>
  );
}

const LOOK = {
  holds: { icon: CircleCheck, ink: 'text-safe' },
  fails: { icon: CircleX, ink: 'text-wrong' },
  'not known yet': { icon: CircleHelp, ink: 'text-muted' },
} as const;

/** Addresses and hashes in a sentence: short there, whole on hover. */
const LONG_HEX = /((?:0x)?[0-9a-fA-F]{40,})/;

function CheckLine({ check: { what, holds, why } }: { check: ReceiptCheck }) {
  const word = holds === null ? 'not known yet' : holds ? 'holds' : 'fails';
  const { icon: Icon, ink } = LOOK[word];
  return (
    <li className="flex gap-3 px-4 py-3">
      <Icon role="img" aria-label={word} className={cn('mt-0.5 size-4 shrink-0', ink)} />
      <div className="min-w-0">
        <p className="font-medium">{what}</p>
        <p className="break-words text-muted">
          {why.split(LONG_HEX).map((part, index) =>
            // What split() keeps of the pattern stands at the odd places.
            index % 2 === 1 ? (
              <Hash key={part} value={part} label="value" picture={false} copy={false} />
            ) : (
              part
            ),
          )}
        </p>
      </div>
    </li>
  );
}

type Receipt = NonNullable<CheckedReceipt['receipt']>;

function ReceiptFacts({ receipt }: { receipt: Receipt }) {
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
          { key: 'Ended', value: outcome ?? 'not when it was issued' },
          { key: 'Issued', value: <RelativeTime at={issuedAt} /> },
        ]}
      />
    </Card>
  );
}

const MAX_OUTPUTS = 50;

/** The files of the result with their SHA-256, to compare with files that one has. */
function ReceiptOutputs({ outputs }: { outputs: Receipt['result']['outputs'] }) {
  const others = outputs.length - MAX_OUTPUTS;
  return (
    <Panel title="Outputs" description="With the SHA-256 of each" flush>
      <ul className="divide-y divide-border">
        {outputs.slice(0, MAX_OUTPUTS).map(({ path, sha256 }) => (
          <li key={path} className="flex items-center justify-between gap-3 px-4 py-1.5">
            <bdi className="min-w-0 wrap-anywhere">{path}</bdi>
            <Hash value={sha256} label={`SHA-256 of ${path}`} className="shrink-0" />
          </li>
        ))}
        {others > 0 ? (
          <li className="px-4 py-2 text-muted text-xs">and {formatCount(others)} more</li>
        ) : null}
        {outputs.length === 0 ? <li className="px-4 py-3 text-muted">None</li> : null}
      </ul>
    </Panel>
  );
}
