import {
  DEFAULT_TERMS,
  type OfferKind,
  type ResourceTerms,
  type TermField,
} from '@/lib/offers/resource-terms';

/** What a provider has decided so far; what it left alone is not here. */
export interface Setup {
  step: number;
  /** The pairing code that was shown. */
  code: string | undefined;
  /** The machine's key, once it is known. */
  agent: string | undefined;
  /** The class of devices that is offered. */
  device: string | undefined;
  /** What it runs. */
  kind: OfferKind | undefined;
  terms: Partial<ResourceTerms>;
  /** Ids; undefined: any of class A, or all that the market names. */
  modules: readonly string[] | undefined;
  courts: readonly string[] | undefined;
  directories: readonly string[] | undefined;
}

const TERM_FIELDS = Object.keys(DEFAULT_TERMS).filter((field) => field !== 'operator') as Exclude<
  TermField,
  'operator'
>[];
const LISTS = ['modules', 'courts', 'directories'] as const;
const WORDS = ['code', 'agent', 'device', 'kind'] as const;
const KINDS: readonly OfferKind[] = ['wasm', 'container'];

/** Longer than anything that a person decides here. */
const MOST = 4_000;

/** Reads a setup from a query string; what makes no sense is as if it were not there. */
export function setupOf(search: string, steps: number): Setup {
  const query = new URLSearchParams(search.slice(0, MOST));
  const step = Number(query.get('step') ?? 1) - 1;
  const agent = query.get('agent') ?? query.get('operator') ?? '';
  const terms: Partial<Record<TermField, string>> = {};
  for (const field of TERM_FIELDS) {
    const text = query.get(field);
    if (text !== null && text.length <= 64) terms[field] = text;
  }
  const listOf = (name: (typeof LISTS)[number]) => {
    const text = query.get(name);
    return text === null ? undefined : text.split(',').filter((id) => /^0x[0-9a-f]+$/i.test(id));
  };
  return {
    step: Number.isInteger(step) && step > 0 && step < steps ? step : 0,
    code: /^[0-9A-Z]{4}-[0-9A-Z]{4}$/.exec(query.get('code') ?? '')?.[0],
    agent: /^0x[0-9a-fA-F]{40}$/.test(agent) ? agent : undefined,
    device: query.get('device')?.slice(0, 250) || undefined,
    kind: KINDS.find((kind) => kind === query.get('kind')),
    terms,
    modules: listOf('modules'),
    courts: listOf('courts'),
    directories: listOf('directories'),
  };
}

/** The query string of a setup: the same setup comes out of it. */
export function setupSearch(setup: Setup): string {
  const query = new URLSearchParams();
  if (setup.step > 0) query.set('step', String(setup.step + 1));
  for (const word of WORDS) if (setup[word]) query.set(word, setup[word]);
  for (const field of TERM_FIELDS) {
    const text = setup.terms[field];
    if (text !== undefined) query.set(field, text);
  }
  for (const name of LISTS) if (setup[name]) query.set(name, setup[name].join(','));
  const text = query.toString();
  return text === '' ? '' : `?${text}`;
}
