import type { Metadata } from 'next';
import { DealsSection } from '@/components/account/deals-section';
import { LocksSection } from '@/components/account/locks-section';
import { MediatorSection } from '@/components/account/mediator-section';
import { MoneySection } from '@/components/account/money-section';
import { MovementsSection } from '@/components/account/movements-section';
import { OffersSection } from '@/components/account/offers-section';
import { OperatorSection } from '@/components/account/operator-section';
import { PageHeader } from '@/components/layout/page-header';
import { Card } from '@/components/ui/card';
import { NeedsWallet } from '@/components/wallet/needs-wallet';
import { listCourts } from '@/lib/offers/courts.query';
import { moduleNames } from '../_data/deal-modules';
import { load, loadedOr } from '../_data/load';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const [loaded, modules] = await Promise.all([load((db) => listCourts(db)), moduleNames()]);
  const courts = loadedOr(loaded, []);
  return (
    <>
      <PageHeader
        title="Account"
        lead="Your money in the market. It is yours at any time, but for what stands behind open deals."
      />
      <Card className="border-none bg-transparent">
        <NeedsWallet to="see and move your money">
          <div className="flex flex-col gap-8">
            <MoneySection />
            <LocksSection modules={modules} />
            <div className="grid items-start gap-4 xl:grid-cols-2">
              <OffersSection modules={modules} />
              <DealsSection modules={modules} />
            </div>
            <MovementsSection />
            <section aria-labelledby="mediator" className="flex flex-col gap-4">
              <div>
                <h2 id="mediator" className="text-lg">
                  Mediate
                </h2>
                <p className="max-w-[72ch] text-muted">
                  Put up a stake and join a court: drawn mediators run a job again, earn a fee when
                  they find what the majority finds, and lose stake when they make it up or stay
                  away.
                </p>
              </div>
              <MediatorSection courts={courts} />
            </section>
            <OperatorSection />
          </div>
        </NeedsWallet>
      </Card>
    </>
  );
}
