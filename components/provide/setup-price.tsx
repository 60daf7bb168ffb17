'use client';

import { Panel } from '@/components/ui/card';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { PriceCoach } from './price-coach';
import type { StepProps } from './setup-wizard';
import { SpreadPicker } from './spread-picker';
import { TermField } from './term-field';

/** What to ask: the market's prices, and what would be left of them. */
export function SetupPrice(props: StepProps) {
  const { market, scope, terms, setTerm } = props;
  const { device, kind } = scope;
  const { tokenSymbol } = usePublicConfig();
  const prices = market.prices[kind][device?.gpu ? 'gpu' : 'cpu'];
  const { basePrice, fuelPrice, offers, providers } = prices;
  return (
    <div className="grid items-start gap-4 lg:grid-cols-2">
      <Panel
        title="Your price"
        description={
          offers === 0
            ? `No open offer ${kind === 'container' ? 'for containers ' : ''}${device?.gpu ? 'with' : 'without'} a GPU to compare with`
            : `Beside ${offers} open ${offers === 1 ? 'offer' : 'offers'} of ${providers} ${providers === 1 ? 'provider' : 'providers'}`
        }
      >
        <div className="flex flex-col gap-6">
          <div className="flex flex-col gap-2">
            <TermField {...props} name="basePrice" label="Price of a run" unit={tokenSymbol} />
            {basePrice ? (
              <SpreadPicker
                label="a run"
                spread={basePrice}
                value={terms.basePrice}
                onPick={(text) => setTerm('basePrice', text)}
              />
            ) : null}
          </div>
          <div className="flex flex-col gap-2">
            <TermField
              {...props}
              name="fuelPrice"
              label="and of 1 G fuel"
              unit={tokenSymbol}
              hint={
                kind === 'container'
                  ? 'In a container 1 G fuel is one second that is reserved, and paid whole.'
                  : 'Fuel counts executed instructions: the same for everybody, whatever the machine.'
              }
            />
            {fuelPrice ? (
              <SpreadPicker
                label="1 G fuel"
                spread={fuelPrice}
                value={terms.fuelPrice}
                onPick={(text) => setTerm('fuelPrice', text)}
              />
            ) : null}
          </div>
        </div>
      </Panel>
      <PriceCoach {...props} prices={prices} />
    </div>
  );
}
