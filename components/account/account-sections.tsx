'use client';

import type { ModuleName } from '@/components/deals/module-title';
import type { CourtItem } from '@/lib/offers/courts.query';
import { DealsSection } from './deals-section';
import { LocksSection } from './locks-section';
import { MediatorSection } from './mediator-section';
import { MoneySection } from './money-section';
import { MovementsSection } from './movements-section';
import { OffersSection } from './offers-section';
import { OperatorSection } from './operator-section';

export interface AccountSectionsProps {
  modules: readonly ModuleName[];
  courts: readonly CourtItem[];
}

/** What a connected account has in the market, and may do with it. */
export function AccountSections({ modules, courts }: AccountSectionsProps) {
  return (
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
            Put up a stake and join a court: drawn mediators run a job again, earn a fee when they
            find what the majority finds, and lose stake when they make it up or stay away.
          </p>
        </div>
        <MediatorSection courts={courts} />
      </section>
      <OperatorSection />
    </div>
  );
}
