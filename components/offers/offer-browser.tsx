'use client';

import { Server } from 'lucide-react';
import Link from 'next/link';
import { useMemo, useState } from 'react';
import { buttonClass } from '@/components/ui/button';
import { Card } from '@/components/ui/card';
import { EmptyState } from '@/components/ui/empty-state';
import { describedBy, Field } from '@/components/ui/field';
import { Checkbox, Input } from '@/components/ui/input';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { useLiveOffers } from '@/lib/offers/live-offers.client';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import { fitsQuery, OFFER_FIELDS, readOfferQuery } from '@/lib/offers/offer-query';
import type { ProviderRecord } from '@/lib/providers/providers.query';
import { offerLineOf } from './offer-line';
import { OfferTable } from './offer-table';
import { PriceHistogram } from './price-histogram';

interface OfferBrowserProps {
  offers: readonly OfferChoice[];
  providers: readonly ProviderRecord[];
  /** There are more than these, dearer ones. */
  more: boolean;
  initialQuery: string;
}

/** Live offers with a query bar, a price picture and a sortable table. */
export function OfferBrowser({ offers, providers, more, initialQuery }: OfferBrowserProps) {
  const { tokenSymbol } = usePublicConfig();
  const all = useLiveOffers(offers);
  const [text, setText] = useState(initialQuery);
  const [onlyOn, setOnlyOn] = useState(false);
  const query = readOfferQuery(text);
  const lines = useMemo(() => {
    const parsed = readOfferQuery(text);
    return all
      .filter((choice) => !parsed.ok || fitsQuery(choice, parsed.conditions))
      .filter(({ state }) => !onlyOn || state === 'live' || state === 'busy')
      .map((choice) => offerLineOf(choice, providers));
  }, [all, text, onlyOn, providers]);
  const error = query.ok ? undefined : `"${query.part}" is not a condition.`;
  const hint = `Fields: ${OFFER_FIELDS.join(', ')}. Join conditions with &&.`;
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[15rem_minmax(0,1fr)]">
      <Card className="flex flex-col gap-5 p-4 max-lg:order-2">
        <PriceHistogram
          prices={lines.map(({ fuelPrice }) => Number(fuelPrice) / 1e6)}
          unit={tokenSymbol}
        />
        <div className="flex items-center gap-2.5">
          <Checkbox
            id="only-on"
            checked={onlyOn}
            onChange={(event) => setOnlyOn(event.target.checked)}
          />
          <label htmlFor="only-on">Only machines that are on</label>
        </div>
        <p className="border-border border-t pt-4 text-muted text-xs">
          Base is paid for each run; fuel for what it uses, in steps of single instructions. A
          machine that is off cannot be matched by anybody.
        </p>
      </Card>
      <div className="flex min-w-0 flex-col gap-4">
        <Field id="query" label="Query" hint={hint} error={error}>
          <Input
            {...describedBy('query', hint, error)}
            value={text}
            spellCheck={false}
            placeholder="memory >= 512 && price.fuel < 0.05"
            onChange={(event) => setText(event.target.value)}
            className="font-mono sm:text-[0.8125rem]"
          />
        </Field>
        <Card>
          {lines.length > 0 ? (
            <OfferTable lines={lines} />
          ) : (
            <EmptyState
              icon={Server}
              title={all.length === 0 ? 'No offers yet' : 'No offer fits'}
              action={
                all.length === 0 ? (
                  <Link href="/provide" className={buttonClass('secondary')}>
                    Offer your machine
                  </Link>
                ) : null
              }
            >
              {all.length === 0
                ? 'Offers appear here as soon as a provider signs one and starts its agent.'
                : `${all.length} offers do not fit this query. Loosen it to see them.`}
            </EmptyState>
          )}
        </Card>
        <p className="tabular text-muted text-xs">
          {lines.length} of {all.length}
          {more ? ' cheapest offers; there are more, and dearer ones.' : ' offers'}
        </p>
      </div>
    </div>
  );
}
