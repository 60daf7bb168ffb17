'use client';

import { memo, type ReactNode } from 'react';
import { Amount } from '@/components/ui/amount';
import { buttonClass } from '@/components/ui/button';
import { Hash } from '@/components/ui/hash';
import { Link } from '@/components/ui/link';
import { StateChip } from '@/components/ui/state-chip';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { cn } from '@/lib/shared/class-names';
import { shortHash } from '@/lib/shared/hash.view';
import { formatDecimals, formatFuel, formatMiB } from '@/lib/shared/quantity.view';
import type { OfferRowView } from './offer-data';
import { ENGINE_WORDS, OFFER_STATES } from './offer-states';
import { RecordLine } from './record-line';
import { UptimeBars } from './uptime-bars';

interface OfferRowProps {
  offer: OfferRowView;
  /** Where the offer is taken; undefined while no module is chosen. */
  runHref: string | undefined;
}

/**
 * The cells of one offer: a table's row on wide screens, a card on narrow ones. Rows move with every
 * measured card and every scroll; what is in them stays.
 */
export const OfferCells = memo(function OfferCells({ offer, runHref }: OfferRowProps) {
  const { tone, word } = OFFER_STATES[offer.state];
  const { tokenSymbol } = usePublicConfig();
  return (
    <>
      <Cell name="Provider" className="max-lg:order-1 max-lg:col-span-2">
        <Hash value={offer.provider} label="provider" />
        <span className="block text-muted text-xs">{ENGINE_WORDS[offer.engine]}</span>
      </Cell>
      <Cell name="CPU" isNumeric>
        {formatDecimals(offer.cpuMilli / 1000, 3)}
      </Cell>
      <Cell name="RAM" isNumeric>
        {formatMiB(offer.memoryMiB)}
      </Cell>
      <Cell name="GPU" isQuiet>
        <GpuText offer={offer} />
      </Cell>
      <Cell
        name="VRAM"
        isNumeric
        className={offer.gpuCount === 0 ? 'max-lg:hidden' : 'max-lg:order-5'}
      >
        {offer.gpuCount === 0 ? (
          <span className="text-muted">–</span>
        ) : (
          formatMiB(offer.gpuMemoryMiB)
        )}
      </Cell>
      <Cell name="Speed" isNumeric className="max-lg:order-5 lg:hidden">
        {formatFuel(BigInt(offer.fuelPerSecond))}/s
      </Cell>
      <Cell name="Uptime 7 d">
        <UptimeBars uptime={offer.uptime} />
      </Cell>
      <Cell name="Record">
        <RecordLine record={offer.record} />
      </Cell>
      <Cell name="State" className="max-lg:order-2">
        <StateChip tone={tone} size="sm">
          {word}
        </StateChip>
      </Cell>
      <Cell
        name={`Est. total, ${tokenSymbol}`}
        isNumeric
        className="max-lg:order-3 break-words [&_.tabular]:whitespace-normal"
      >
        <Amount value={offer.estimate} unit="" ledger className="font-medium" />
        <span className="sr-only"> {tokenSymbol}</span>
        <span className="block text-muted text-xs" title="Base price, and price of 1 G fuel">
          <Amount value={offer.basePrice} unit="" /> + <Amount value={offer.fuelPrice} unit="" />
          /G
        </span>
      </Cell>
      <Cell
        name=""
        className="max-lg:order-6 max-sm:col-start-3 sm:max-lg:col-start-4 max-lg:self-end lg:text-right"
      >
        <Choose offer={offer} runHref={runHref} />
      </Cell>
    </>
  );
});

function Choose({ offer, runHref }: OfferRowProps) {
  const label = `Choose the offer of ${shortHash(offer.provider)}`;
  const className = buttonClass('secondary', 'sm', 'max-lg:w-full');
  return runHref ? (
    <Link href={runHref} prefetch={false} className={className} aria-label={label}>
      Choose
    </Link>
  ) : (
    <a href="#module" className={className} aria-label={`${label}: pick a module first`}>
      Choose
    </a>
  );
}

function GpuText({ offer }: { offer: OfferRowView }) {
  if (offer.gpuCount === 0) return <span className="text-muted">none</span>;
  const count = offer.gpuCount > 1 ? `${offer.gpuCount} × ` : '';
  if (offer.gpuModel === null) {
    return (
      <>
        {count}
        <span className="text-muted text-xs">model not told</span>
      </>
    );
  }
  return (
    <span title={`${offer.gpuName ? `${offer.gpuName}: ` : ''}model as signed ${offer.gpuModel}`}>
      {count}
      {offer.gpuName ?? (
        <span className="text-muted text-xs">unnamed {offer.gpuModel.slice(0, 6)}…</span>
      )}
    </span>
  );
}

interface CellProps {
  name: string;
  isNumeric?: boolean;
  /** Left out of cards while nobody tells it. */
  isQuiet?: boolean;
  className?: string;
  children: ReactNode;
}

function Cell({ name, isNumeric, isQuiet, className, children }: CellProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are drawn by position, which table cells cannot be
    <div
      role="cell"
      className={cn(
        'min-w-0 text-[0.8125rem]',
        isNumeric && 'tabular lg:text-right',
        isQuiet && 'lg:truncate',
        className ?? 'max-lg:order-5',
      )}
    >
      {name === '' ? null : (
        <span aria-hidden className="block text-muted text-xs lg:hidden">
          {name}
        </span>
      )}
      {children}
    </div>
  );
}
