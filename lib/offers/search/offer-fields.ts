/** What offers can be asked for by name. Numbers are in the unit that stands here. */
export const NUMBER_FIELDS = {
  'cpu.cores': { title: 'CPU cores', unit: 'count' },
  ram: { title: 'RAM', unit: 'GiB' },
  storage: { title: 'Storage', unit: 'GiB' },
  'gpu.count': { title: 'GPUs', unit: 'count' },
  'gpu.vram': { title: 'VRAM', unit: 'GiB' },
  price: { title: 'Estimated total', unit: 'token' },
  'price.base': { title: 'Base price', unit: 'token' },
  'price.fuel': { title: 'Price of 1 G fuel', unit: 'token' },
  speed: { title: 'Speed', unit: 'G fuel/s' },
  uptime: { title: 'Uptime, 7 days', unit: '%' },
  theta: { title: 'Highest penalty rate', unit: 'count' },
  'record.deals': { title: 'Deals of its provider', unit: 'count' },
  'record.kept': { title: 'Deals kept', unit: '%' },
  'record.audits': { title: 'Audits and disputes', unit: 'count' },
  'record.overturned': { title: 'Results overturned', unit: 'count' },
  'record.missed': { title: 'Deadlines missed', unit: 'count' },
} as const satisfies Record<string, { title: string; unit: Unit }>;

export const TEXT_FIELDS = {
  provider: { title: 'Provider' },
  state: { title: 'State' },
  engine: { title: 'Engine' },
  region: { title: 'Region' },
  'gpu.model': { title: 'GPU model' },
} as const;

/** Numbers whose span is shown beside their facet. */
export const RANGE_FIELDS = [
  'price',
  'gpu.vram',
  'gpu.count',
  'ram',
  'cpu.cores',
  'speed',
  'uptime',
  'record.kept',
  'theta',
] as const satisfies readonly NumberField[];

export type RangeField = (typeof RANGE_FIELDS)[number];

export type Unit = 'count' | 'GiB' | 'token' | 'G fuel/s' | '%';
export type NumberField = keyof typeof NUMBER_FIELDS;
export type TextField = keyof typeof TEXT_FIELDS;
export type OfferField = NumberField | TextField;

export const OFFER_FIELDS = [...Object.keys(NUMBER_FIELDS), ...Object.keys(TEXT_FIELDS)].sort();

/** States of offers that can still be matched, now or later. */
export const OPEN_STATES = ['live', 'busy', 'off'] as const;

export function isNumberField(name: string): name is NumberField {
  return Object.hasOwn(NUMBER_FIELDS, name);
}

export function isTextField(name: string): name is TextField {
  return Object.hasOwn(TEXT_FIELDS, name);
}

export function titleOf(field: OfferField): string {
  return isTextField(field) ? TEXT_FIELDS[field].title : NUMBER_FIELDS[field].title;
}

/** Factors of the units that may follow a number; sizes are binary, as hardware is sold. */
const FACTORS: Record<Unit, Readonly<Record<string, number>>> = {
  count: { cores: 1, core: 1 },
  GiB: { gib: 1, gb: 1, mib: 1 / 1024, mb: 1 / 1024, tib: 1024, tb: 1024 },
  token: {},
  'G fuel/s': { g: 1, m: 1e-3, t: 1e3 },
  '%': { '%': 1 },
};

/** What a number with this unit is multiplied by; undefined where the field has no such unit. */
export function factorOf(field: NumberField, unit: string): number | undefined {
  const kind = NUMBER_FIELDS[field].unit;
  // Amounts are of the market's one token, whatever its symbol.
  if (kind === 'token') return /^[a-z][a-z0-9.]*$/i.test(unit) ? 1 : undefined;
  return FACTORS[kind][unit.toLowerCase()];
}

export function unitsOf(field: NumberField): readonly string[] {
  return Object.keys(FACTORS[NUMBER_FIELDS[field].unit]);
}

/** The name that was probably meant: the nearest by edits, or by its last part. */
export function nearestField(name: string): OfferField | undefined {
  const wanted = name.toLowerCase();
  const alias = ALIASES[wanted];
  if (alias) return alias;
  let best: { field: string; edits: number } | undefined;
  for (const field of OFFER_FIELDS) {
    const edits = editsBetween(wanted, field);
    if (edits <= Math.max(1, field.length / 3) && (!best || edits < best.edits)) {
      best = { field, edits };
    }
  }
  return best?.field as OfferField | undefined;
}

const ALIASES: Readonly<Record<string, OfferField>> = {
  memory: 'ram',
  mem: 'ram',
  cpu: 'cpu.cores',
  cores: 'cpu.cores',
  disk: 'storage',
  gpu: 'gpu.count',
  vram: 'gpu.vram',
  'gpu.memory': 'gpu.vram',
  cost: 'price',
  total: 'price',
  deals: 'record.deals',
  record: 'record.kept',
  audits: 'record.audits',
  overturned: 'record.overturned',
  missed: 'record.missed',
};

/** Levenshtein's distance. */
function editsBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
