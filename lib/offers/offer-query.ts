import type { OfferChoice } from './offer-fit.view';

/** A condition of the query bar: "memory >= 512". */
interface Condition {
  readonly field: Field;
  readonly operator: Operator;
  readonly value: string | number;
}

type Operator = '<' | '<=' | '>' | '>=' | '=' | '!=';

/** Fields that can be asked for; numbers in the units that the page shows. */
const FIELDS = {
  cpu: ({ offer }: OfferChoice) => offer.cpuMilli / 1000,
  memory: ({ offer }: OfferChoice) => offer.memoryMiB,
  storage: ({ offer }: OfferChoice) => offer.storageMiB,
  gpu: ({ offer }: OfferChoice) => offer.gpuCount,
  'gpu.memory': ({ offer }: OfferChoice) => offer.gpuMemoryMiB,
  'price.base': ({ offer }: OfferChoice) => Number(offer.basePrice) / 1e6,
  'price.fuel': ({ offer }: OfferChoice) => Number(offer.fuelPrice) / 1e6,
  speed: ({ offer }: OfferChoice) => Number(offer.fuelPerSecond) / 1e9,
  theta: ({ offer }: OfferChoice) => offer.maxTheta,
  deals: ({ dealsEver }: OfferChoice) => dealsEver,
  state: ({ state }: OfferChoice) => state,
  provider: ({ offer }: OfferChoice) => offer.provider.toLowerCase(),
} as const;

type Field = keyof typeof FIELDS;

export const OFFER_FIELDS = Object.keys(FIELDS);

export type OfferQuery =
  | { readonly ok: true; readonly conditions: readonly Condition[] }
  /** The part that could not be read. */
  | { readonly ok: false; readonly part: string };

/** Reads "memory >= 512 && price.fuel < 0.05"; nothing is a query that everything fits. */
export function readOfferQuery(text: string): OfferQuery {
  const parts = text
    .split(/&&|,|\band\b/i)
    .map((part) => part.trim())
    .filter((part) => part !== '');
  const conditions: Condition[] = [];
  for (const part of parts) {
    const match = /^([a-z.]+)\s*(<=|>=|!=|==|=|<|>)\s*(\S+)$/i.exec(part);
    const field = match?.[1]?.toLowerCase() ?? '';
    if (!match || !isField(field)) return { ok: false, part };
    const operator = (match[2] === '==' ? '=' : match[2]) as Operator;
    const text = match[3] as string;
    if (field === 'state' || field === 'provider') {
      if (operator !== '=' && operator !== '!=') return { ok: false, part };
      conditions.push({ field, operator, value: text.toLowerCase() });
    } else {
      const value = Number(text);
      if (!Number.isFinite(value)) return { ok: false, part };
      conditions.push({ field, operator, value });
    }
  }
  return { ok: true, conditions };
}

export function fitsQuery(choice: OfferChoice, conditions: readonly Condition[]): boolean {
  return conditions.every((condition) => holds(choice, condition));
}

function holds(choice: OfferChoice, { field, operator, value }: Condition): boolean {
  const has = FIELDS[field](choice);
  if (field === 'provider' && typeof has === 'string') {
    return has.startsWith(String(value)) === (operator === '=');
  }
  switch (operator) {
    case '=':
      return has === value;
    case '!=':
      return has !== value;
    case '<':
      return has < value;
    case '<=':
      return has <= value;
    case '>':
      return has > value;
    case '>=':
      return has >= value;
  }
}

function isField(name: string): name is Field {
  return Object.hasOwn(FIELDS, name);
}

/** The value below which this share of a sorted list lies (nearest rank); undefined for none. */
export function quantileOf(sorted: readonly number[], share: number): number | undefined {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}
