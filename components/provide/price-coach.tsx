'use client';

import { useState } from 'react';
import { Panel } from '@/components/ui/card';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Slider } from '@/components/ui/slider';
import type { UsualDeal } from '@/lib/deals/usual-deal.query';
import { usePublicConfig } from '@/lib/env/public-config.client';
import type { MarketPrices } from '@/lib/offers/market-prices.query';
import {
  breakEvenPerGiga,
  type DealShape,
  hourlyProfit,
  type MachineCosts,
  suggestedPerGiga,
} from '@/lib/offers/price-coach';
import type { MachineReport } from '@/lib/providers/machine-report';
import { cn } from '@/lib/shared/class-names';
import { formatBps, percentText } from '@/lib/shared/percent.view';
import { formatFuel, formatSignificant } from '@/lib/shared/quantity.view';
import { formatDuration } from '@/lib/shared/time.view';
import type { StepProps } from './setup-wizard';

/** What a deal is like while none was settled: ten seconds of work, a review of an hour. */
const NO_DEALS: DealShape = {
  fuel: 10e9,
  valueRatio: 2,
  theta: 40,
  n: 1,
  auditBps: 298,
  lockedSeconds: 3_600,
  panelSeconds: 3_600,
};

const COSTS = [
  ['watts', 'Power when busy', 'W'],
  ['idleWatts', 'Power when idle', 'W'],
  ['powerPrice', 'A kilowatt-hour', ''],
  ['gasPrice', 'Gas of a result', ''],
  ['ratePerYear', 'Money elsewhere', '% a year'],
] as const;
type CostField = (typeof COSTS)[number][0];

interface PriceCoachProps extends StepProps {
  /** What offers like this one ask. */
  prices: MarketPrices;
}

/** What an hour would leave at this price: what comes in, what power, gas and locked money cost. */
export function PriceCoach({ market, machine, terms, setTerm, prices }: PriceCoachProps) {
  const { tokenSymbol } = usePublicConfig();
  const [busy, setBusy] = useState(50);
  const guessed = wattsOf(machine?.hardware);
  const [typed, setTyped] = useState<Partial<Record<CostField, string>>>({});
  const texts: Record<CostField, string> = {
    watts: String(guessed.busy),
    idleWatts: String(guessed.idle),
    powerPrice: '0.25',
    gasPrice: '0',
    ratePerYear: '5',
    ...typed,
  };
  const number = (text: string) => Math.max(0, Number(text) || 0);
  const costs: MachineCosts = {
    fuelPerSecond: Math.max(1, number(terms.speed) * 1e9),
    concurrent: Math.max(1, number(terms.concurrent)),
    busy: busy / 100,
    watts: number(texts.watts),
    idleWatts: number(texts.idleWatts),
    powerPrice: number(texts.powerPrice),
    gasPrice: number(texts.gasPrice),
    ratePerYear: number(texts.ratePerYear) / 100,
  };
  const deal = market.usual ? shapeOf(market.usual) : NO_DEALS;
  const price = { base: number(terms.basePrice), perGiga: number(terms.fuelPrice) };
  const hour = hourlyProfit(price, costs, deal);
  const least = breakEvenPerGiga(price.base, costs, deal);
  const median = prices.fuelPrice?.median;
  const suggested = suggestedPerGiga(
    median === undefined ? null : { median: Number(median) / 1e6 },
    price.base,
    costs,
    deal,
  );
  return (
    <Panel
      title="Price coach"
      description="An hour of this machine: an estimate, from what you say below"
    >
      <div className="flex flex-col gap-5">
        <div>
          <p className={cn('tabular font-medium text-xl', hour.profit < 0 ? 'text-wrong' : '')}>
            {amount(hour.profit, true)}{' '}
            <span className="font-normal text-muted text-sm">{tokenSymbol} an hour is left</span>
          </p>
          <p className="text-muted text-xs">
            {formatSignificant(hour.deals, 3)} deals of {formatFuel(BigInt(Math.round(deal.fuel)))}{' '}
            fuel {market.usual ? 'each, the market’s median' : 'each: no deal was settled here yet'}
            , locking some {amount(hour.collateral)} {tokenSymbol} at a time
          </p>
        </div>
        <table className="tabular w-full">
          <caption className="sr-only">What an hour brings and costs, in {tokenSymbol}</caption>
          <tbody className="divide-y divide-border">
            <Row label="Comes in" value={hour.income} />
            <Row label="Power" value={-hour.power} />
            <Row label="Gas" value={-hour.gas} />
            <Row
              label="Collateral that earns nothing elsewhere"
              value={-hour.capital}
              note={`locked ${formatDuration(deal.lockedSeconds)} a deal`}
            />
            <Row
              label="Audits to be expected"
              value={-hour.audits}
              note={`${formatBps(deal.auditBps)} of results, which then wait longer; buyers pay the mediators`}
            />
          </tbody>
        </table>
        <div className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 text-muted text-xs">
          <span>
            {least === undefined
              ? 'No price of fuel pays for this hour.'
              : least === 0
                ? 'The price of a run alone pays for the hour.'
                : `Nothing is left at ${amount(least)} ${tokenSymbol} for 1 G fuel.`}
          </span>
          {suggested === undefined || fixed(suggested) === terms.fuelPrice ? null : (
            <button
              type="button"
              className="link"
              onClick={() => setTerm('fuelPrice', fixed(suggested))}
            >
              Ask for {fixed(suggested)} {tokenSymbol}, as suggested
            </button>
          )}
        </div>
        <div>
          <div className="mb-1 flex items-baseline justify-between">
            <span className="font-medium">Share of the time with work</span>
            <span className="tabular text-muted">{percentText(busy)}</span>
          </div>
          <Slider
            label="Share of the time with work"
            value={busy}
            min={0}
            max={100}
            step={5}
            valueText={percentText(busy)}
            onValueChange={setBusy}
          />
        </div>
        <div className="grid grid-cols-2 gap-x-4 gap-y-4 sm:grid-cols-3">
          {COSTS.map(([name, label, unit]) => (
            <Field key={name} id={`cost-${name}`} label={label}>
              <Input
                id={`cost-${name}`}
                inputMode="decimal"
                unit={unit || tokenSymbol}
                value={texts[name]}
                onChange={(event) => setTyped({ ...typed, [name]: event.target.value })}
              />
            </Field>
          ))}
        </div>
        <p className="text-muted text-xs">
          Watts are a guess from its cores and cards until you change them. Gas is paid in the
          chain’s own coin: a posted result takes some 46,000 gas, less where several are posted
          together.
        </p>
      </div>
    </Panel>
  );
}

function Row({ label, value, note }: { label: string; value: number; note?: string }) {
  return (
    <tr>
      <th scope="row" className="py-1.5 text-left font-normal">
        {label}
        {note ? <span className="block text-muted text-xs">{note}</span> : null}
      </th>
      <td className="py-1.5 text-right align-top">{amount(value, true)}</td>
    </tr>
  );
}

/** An estimate: three significant digits, nothing below a millionth. */
function amount(value: number, signed = false): string {
  const size = Math.abs(value);
  const text = size < 1e-6 ? '0' : formatSignificant(size, 3);
  if (text === '0') return text;
  return value < 0 ? `−${text}` : signed ? `+${text}` : text;
}

/** As it can be typed: at most six decimals. */
function fixed(value: number): string {
  return String(Number(Math.max(value, 1e-6).toFixed(6)));
}

function shapeOf(usual: UsualDeal): DealShape {
  const { fuel, panelSeconds, ...rest } = usual;
  return { ...rest, fuel: Number(fuel), panelSeconds: panelSeconds ?? rest.lockedSeconds };
}

/** Some watts for each core and card: enough to begin with. */
function wattsOf(hardware: MachineReport['hardware'] | undefined) {
  const cores = hardware?.cpuCount ?? 2;
  const cards = hardware?.gpus.length ?? 0;
  return { busy: 20 + 5 * cores + 300 * cards, idle: 15 + cores + 30 * cards };
}
