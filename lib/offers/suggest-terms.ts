import type { DeviceClass } from '../providers/device-classes';
import { shareOf } from '../providers/device-classes';
import type { MachineReport } from '../providers/machine-report';
import { formatAmount } from '../shared/amount.view';
import type { MarketPrices } from './market-prices.query';
import {
  coveredValue,
  DEFAULT_TERMS,
  type OfferKind,
  type ResourceTerms,
  type TermLimits,
} from './resource-terms';

/** Of what a benchmark measured: jobs must be in time when the machine is not at its best. */
const SPEED_MARGIN = 0.8;
const GIGA = 1e9;
/** With less memory a share is too small for many modules. */
const USEFUL_MIB = 1_536;
/** Whole tokens, six decimals. */
const UNIT = 1_000_000n;

/** A second is 1 G fuel and costs what it does in WebAssembly at 16 G; an image may have to be pulled. */
const CONTAINER_TERMS = { speed: '1', fuelPrice: '0.0128', window: '60' } as const;

/** What to propose for a machine: what it has, shared among the jobs at once, at the market's prices. */
export function suggestTerms(facts: {
  readonly report: Pick<MachineReport, 'hardware' | 'benchmark' | 'lent'> | undefined;
  readonly device: DeviceClass | undefined;
  readonly prices: Pick<MarketPrices, 'basePrice' | 'fuelPrice'>;
  readonly limits: TermLimits;
  readonly kind?: OfferKind;
}): ResourceTerms {
  const { report, device, prices, limits, kind = 'wasm' } = facts;
  const concurrent = device?.gpu
    ? Math.max(1, Math.min(device.gpu.count, report?.lent?.gpuCount ?? device.gpu.count))
    : report
      ? usefulAtOnce(report)
      : 1;
  const engine = kind === 'container' ? 'oci' : 'wasm';
  const share = report && shareOf(report.hardware, concurrent, engine, report.lent);
  const measured = report?.benchmark?.fuelPerSecond;
  const worth = coveredValue(BigInt(DEFAULT_TERMS.deposit) * UNIT, {
    theta: Number(DEFAULT_TERMS.theta),
    n: Number(DEFAULT_TERMS.panel),
    concurrent,
  });
  return {
    ...DEFAULT_TERMS,
    concurrent: String(concurrent),
    ...(share && {
      cpu: String(share.cpuMilli / 1_000),
      memory: String(share.memoryMiB),
      storage: String(share.storageMiB),
    }),
    ...(kind === 'container' && CONTAINER_TERMS),
    ...(kind === 'wasm' && measured && { speed: shortNumber((measured * SPEED_MARGIN) / GIGA) }),
    ...(prices.basePrice && { basePrice: plain(prices.basePrice.median) }),
    ...(prices.fuelPrice && { fuelPrice: plain(prices.fuelPrice.median) }),
    review: String(limits.maxReviewWindow),
    maxValue: plain(roundedDown(worth)),
  };
}

/** Two cores a deal, and as much memory as makes its share of use, of what is lent: a quarter is the system's. */
function usefulAtOnce({ hardware, lent }: Pick<MachineReport, 'hardware' | 'lent'>): number {
  const cores = lent ? lent.cpuMilli / 1_000 : hardware.cpuCount;
  const memoryMiB = lent?.memoryMiB ?? hardware.memoryMiB * 0.75;
  return Math.max(1, Math.floor(Math.min(cores / 2, memoryMiB / USEFUL_MIB)));
}

/** Three significant digits, without an exponent. */
function shortNumber(value: number): string {
  const rounded = Number(value.toPrecision(3));
  return rounded >= 0.001 ? String(rounded) : '0.001';
}

/** To two significant digits: a limit that people can read. */
function roundedDown(amount: bigint): bigint {
  const unit = 10n ** BigInt(Math.max(0, amount.toString().length - 2));
  return (amount / unit) * unit;
}

function plain(amount: bigint): string {
  return formatAmount(amount).replaceAll(',', '');
}
