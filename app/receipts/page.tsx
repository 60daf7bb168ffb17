import type { Metadata } from 'next';
import { PageHeader } from '@/components/layout/page-header';
import { CheckReceipt } from '@/components/receipts/check-receipt';
import { CommandLine } from '@/components/ui/command-line';

export const metadata: Metadata = { title: 'Check a receipt' };

export default function ReceiptsPage() {
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Deals', href: '/deals' }, { label: 'Check a receipt' }]}
        title="Check a receipt"
        lead="A buyer’s receipt says what was run, by whom, and with which result. Whether it is consistent can be checked from the file alone; whether its seal is the provider’s, the chain says."
      />
      <div className="flex max-w-[48rem] flex-col gap-6">
        <CheckReceipt />
        <div className="flex flex-col gap-2">
          <p className="text-muted">
            The same on a terminal, without a network; with --rpc and a node’s address it asks the
            chain, too:
          </p>
          <CommandLine
            command="npm run -s job -- check-receipt reckon-receipt.json"
            label="the command"
          />
        </div>
      </div>
    </>
  );
}
