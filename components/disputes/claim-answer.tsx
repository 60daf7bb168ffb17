import { ArrowLeftRight } from 'lucide-react';
import { Amount } from '@/components/ui/amount';
import { Fingerprint } from '@/components/ui/fingerprint';
import { Hash } from '@/components/ui/hash';
import { CAUSE } from '@/lib/chain/deal-facts';
import type { DealRecord } from '@/lib/chain/deal-fold';
import { CAUSE_WORDS } from '@/lib/deals/deal-status.view';
import { moneyLines } from '@/lib/deals/money-flow.view';
import { formatCount } from '@/lib/shared/quantity.view';

/** What is claimed, what stands against it, and what each side has at stake. */
export function ClaimAnswer({ record }: { record: DealRecord }) {
  const { terms, post } = record;
  const disputed = record.case?.cause === CAUSE.Dispute;
  const lines = moneyLines(record);
  const locked = (party: string) => lines.find((line) => line.party === party)?.locked ?? 0n;
  return (
    <div className="grid items-stretch gap-px overflow-hidden rounded-md border border-border bg-border md:grid-cols-[1fr_auto_1fr]">
      <div className="flex flex-col gap-2 bg-surface p-4">
        <p className="text-muted text-xs">
          {disputed ? 'Claim of the buyer' : 'Why it is audited'}
        </p>
        <p className="font-medium text-base">{CAUSE_WORDS[record.case?.cause ?? 0]}.</p>
        <div className="mt-auto flex flex-wrap items-center justify-between gap-2 text-muted text-xs">
          <Hash value={terms.buyer} label="buyer" />
          <span>
            at stake <Amount value={locked('buyer')} className="text-text" />
          </span>
        </div>
      </div>
      <div className="flex items-center justify-center bg-surface px-4 text-muted max-md:hidden">
        <ArrowLeftRight aria-hidden className="size-5" />
      </div>
      <div className="flex flex-col gap-2 bg-surface p-4">
        <p className="text-muted text-xs">Answer of the provider</p>
        {post ? (
          <div className="flex items-center gap-3">
            <Fingerprint value={post.seal} className="size-10 rounded-md" />
            <div className="min-w-0">
              <p className="truncate font-mono text-[0.8125rem]" title={post.seal}>
                {post.seal.slice(0, 22)}…
              </p>
              <p className="tabular text-muted text-xs">{formatCount(post.fuelUsed)} fuel</p>
            </div>
          </div>
        ) : null}
        <div className="mt-auto flex flex-wrap items-center justify-between gap-2 text-muted text-xs">
          <Hash value={terms.provider} label="provider" />
          <span>
            at stake <Amount value={locked('provider')} className="text-text" />
          </span>
        </div>
      </div>
    </div>
  );
}
