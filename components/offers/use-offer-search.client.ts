'use client';

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import type { MisfitGroup } from '@/lib/offers/search/constraint';
import {
  formatNeedChanges,
  type NeedChanges,
  type NeedName,
  parseNeedChanges,
} from '@/lib/offers/search/need-changes';
import { EVERYTHING, formatOfferQuery, type OfferQuery } from '@/lib/offers/search/offer-query';
import { type OfferSort, readSort, sortText } from '@/lib/offers/search/offer-sort';
import { parseOfferQuery } from '@/lib/offers/search/parse-offer-query';
import { getJson } from '@/lib/shared/api.client';
import { type OfferAddressState, searchParamsOf } from './offer-address';
import type { OfferPage, OfferSummaryView } from './offer-data';

const ADDRESS = {
  module: parseAsString.withDefault(''),
  need: parseAsString.withDefault(''),
  q: parseAsString.withDefault(''),
  sort: parseAsString.withDefault(''),
};

/** What the page's address asks for, and how to change it. */
export interface OfferAddressControl {
  readonly address: OfferAddressState;
  /** The written query; everything where an address holds one that cannot be read. */
  readonly query: OfferQuery;
  /** Whether the written query says something; else the query bar tells why not. */
  readonly isReadable: boolean;
  readonly needs: NeedChanges;
  readonly sort: OfferSort;
  readonly setText: (text: string) => void;
  readonly setQuery: (query: OfferQuery) => void;
  readonly setModule: (module: string) => void;
  readonly setNeed: (name: NeedName, value: number | undefined) => void;
  readonly setSort: (sort: OfferSort) => void;
  /** Drops the query, the module and its needs: what is left are all open offers. */
  readonly askForAll: () => void;
}

/** The same object until the address changes, so that what is drawn from it stays as it is. */
export function useOfferAddress(): OfferAddressControl {
  const [address, setAddress] = useQueryStates(ADDRESS, {
    history: 'replace',
    clearOnDefault: true,
  });
  return useMemo(() => {
    const parsed = parseOfferQuery(address.q);
    const needs = parseNeedChanges(address.need);
    return {
      address,
      query: parsed.ok ? parsed.query : EVERYTHING,
      isReadable: parsed.ok,
      needs,
      sort: readSort(address.sort),
      setText: (q) => void setAddress({ q }),
      setQuery: (query) => void setAddress({ q: formatOfferQuery(query) }, { history: 'push' }),
      // Another module has other needs.
      setModule: (module) => void setAddress({ module, need: '' }, { history: 'push' }),
      setNeed: (name, value) => {
        const { [name]: _, ...others } = needs;
        const changed = value === undefined ? others : { ...others, [name]: value };
        void setAddress({ need: formatNeedChanges(changed) }, { history: 'push' });
      },
      askForAll: () => void setAddress({ module: '', need: '', q: '' }, { history: 'push' }),
      setSort: (sort) => void setAddress({ sort: sortText(sort) ?? '' }, { history: 'push' }),
    };
  }, [address, setAddress]);
}

const PAGE = 50;
const FRESH_MS = 10_000;
/** More pages than these are read again only when the search changes. */
const MOST_REFRESHED = 4;

interface SearchOptions {
  readonly address: OfferAddressState;
  /** What the server rendered, for this address. */
  readonly first: { readonly address: OfferAddressState; readonly page: OfferPage } | undefined;
  /** Whether rows may change now. */
  readonly mayMove: () => boolean;
}

/** Offers that fit, a page after the other. */
export function useOfferPages({ address, first, mayMove }: SearchOptions) {
  const isFirst = first && searchParamsOf(address) === searchParamsOf(first.address);
  return useInfiniteQuery({
    queryKey: ['offers', searchParamsOf(address)],
    queryFn: async ({ pageParam, signal }) => {
      const after = pageParam === '' ? '' : `&after=${pageParam}`;
      const path = `/api/v1/resource-offers/search?limit=${PAGE}&${searchParamsOf(address)}${after}`;
      return getJson<OfferPage>(path, signal);
    },
    initialPageParam: '',
    getNextPageParam: ({ next }) => next,
    ...(isFirst ? { initialData: { pages: [first.page], pageParams: [''] } } : {}),
    enabled: parseOfferQuery(address.q).ok,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchInterval: ({ state }) =>
      mayMove() && (state.data?.pages.length ?? 0) <= MOST_REFRESHED ? FRESH_MS : false,
    retry: false,
  });
}

/** What fits, in figures. The sort makes no difference. */
export function useOfferSummary(
  { sort: _, ...address }: OfferAddressState,
  first: { readonly address: OfferAddressState; readonly summary: OfferSummaryView } | undefined,
) {
  const isFirst =
    first && searchParamsOf(address) === searchParamsOf({ ...first.address, sort: '' });
  return useQuery({
    queryKey: ['offer-summary', searchParamsOf(address)],
    queryFn: ({ signal }) =>
      getJson<OfferSummaryView>(
        `/api/v1/resource-offers/summary?${searchParamsOf(address)}`,
        signal,
      ),
    ...(isFirst ? { initialData: first.summary } : {}),
    enabled: parseOfferQuery(address.q).ok,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchInterval: FRESH_MS,
    retry: false,
  });
}

/** What does not fit, in groups. */
export function useMisfits({ sort: _, ...address }: OfferAddressState) {
  const params = searchParamsOf(address);
  return useQuery({
    queryKey: ['offer-misfits', params],
    queryFn: ({ signal }) =>
      getJson<{ groups: MisfitGroup[] }>(`/api/v1/resource-offers/misfits?${params}`, signal),
    enabled: parseOfferQuery(address.q).ok,
    placeholderData: keepPreviousData,
    staleTime: FRESH_MS,
    refetchInterval: 3 * FRESH_MS,
    retry: false,
  });
}

/** The first offers of one group, once it is opened. */
export function useMisfitLines(
  { sort: _, ...address }: OfferAddressState,
  key: string,
  isOpen: boolean,
) {
  const params = searchParamsOf(address);
  return useQuery({
    queryKey: ['offer-misfits', params, key],
    queryFn: ({ signal }) =>
      getJson<OfferPage>(
        `/api/v1/resource-offers/search?limit=20&lacking=${encodeURIComponent(key)}&${params}`,
        signal,
      ),
    enabled: isOpen,
    retry: false,
  });
}
