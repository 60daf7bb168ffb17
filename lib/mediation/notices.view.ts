import type { Address, Hex } from 'viem';
import { CAUSE, VERDICT } from '../chain/deal-facts';
import type { DealRecord } from '../chain/deal-fold';
import { stakesOf } from '../chain/terms';
import { statusOf } from '../deals/deal-state';
import { VERDICT_WORDS } from '../deals/deal-status.view';
import type { OpenOfferLine } from '../offers/open-offer.view';
import { seatLockOf } from '../offers/price';
import { includesHex, sameHex } from '../shared/address';
import { formatAmount } from '../shared/amount.view';
import type { MarketConfig } from '../shared/market-config';

export type NoticeKind =
  | 'seat'
  | 'appeal'
  | 'confirmed'
  | 'review'
  | 'secret'
  | 'disputed'
  | 'late'
  | 'deposit-short';

/** Something that waits for a person: what, what to do, until when, and what happens otherwise. */
export type Notice = {
  /** The same for as long as it is the same thing. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly dealId: Hex | null;
  readonly title: string;
  readonly text: string;
  /** Seconds since 1970; null where no clock runs. */
  readonly by: number | null;
  readonly href: string;
};

type Told = Pick<Notice, 'kind' | 'title' | 'text'> & {
  readonly by: number | undefined;
  readonly page: 'deals' | 'disputes';
};

/** What live deals want of an account now, the nearest deadline first. */
export function noticesOf(
  records: readonly DealRecord[],
  account: Address,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): Notice[] {
  return records
    .flatMap((record) => dealNotices(record, account, now, config))
    .sort((a, b) => (a.by ?? Number.POSITIVE_INFINITY) - (b.by ?? Number.POSITIVE_INFINITY));
}

function dealNotices(
  record: DealRecord,
  account: Address,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): Notice[] {
  const isBuyer = sameHex(record.terms.buyer, account);
  const isProvider = sameHex(record.terms.provider, account);
  const told = [
    isBuyer ? buyerNotice(record, now, config) : undefined,
    isProvider ? providerNotice(record, now, config) : undefined,
    appealNotice(record, isBuyer, isProvider, now, config),
    seatNotice(record, account, now, config),
  ];
  return told.flatMap((one) => {
    if (!one) return [];
    const { kind, title, text, by, page } = one;
    const { dealId } = record;
    const href = `/${page}/${dealId}`;
    return [{ id: `${kind}:${dealId}`, kind, dealId, title, text, by: by ?? null, href }];
  });
}

function buyerNotice(
  record: DealRecord,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): Told | undefined {
  const by = record.post?.reviewEndsAt;
  switch (statusOf(record, now, config)) {
    case 'in-review':
      return {
        kind: 'review',
        title: 'A result is yours to review',
        text:
          record.terms.n > 0
            ? 'Accept it or dispute it. Silence counts as acceptance.'
            : 'Accept it. Silence counts as acceptance.',
        by,
        page: 'deals',
      };
    case 'awaiting-secret':
      return {
        kind: 'secret',
        title: 'A private draw waits for your secret',
        text: 'Show it when the result is final. Otherwise the deal is audited.',
        by,
        page: 'deals',
      };
    default:
      return undefined;
  }
}

function providerNotice(
  record: DealRecord,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): Told | undefined {
  const status = statusOf(record, now, config);
  if (status === 'late') {
    return {
      kind: 'late',
      title: 'A result of yours is late',
      text: `It still counts. Otherwise the buyer gets ${formatAmount(stakesOf(record.terms).value / 5n)} from you.`,
      by: record.terms.matchedAt + record.terms.executionWindow + config.grace,
      page: 'deals',
    };
  }
  const isWaiting = status === 'awaiting-seats' || status === 'panel-at-work';
  const first = record.case?.firstVerdict ?? VERDICT.None;
  if (isWaiting && first !== VERDICT.None) {
    return {
      kind: 'disputed',
      title:
        first === VERDICT.Overturned
          ? 'Your appeal is heard'
          : 'A buyer has appealed against your result',
      text: 'A larger panel runs the job again. Keep the inputs until it has decided: its verdict is the last.',
      by: record.case?.deadline,
      page: 'disputes',
    };
  }
  if (isWaiting && record.case?.cause === CAUSE.Dispute) {
    return {
      kind: 'disputed',
      title: 'A buyer disputes your result',
      text: 'A panel runs the job again. Keep the inputs until it has decided; if the verdict is against you, you may appeal.',
      by: record.case.deadline,
      page: 'disputes',
    };
  }
  return undefined;
}

function appealNotice(
  record: DealRecord,
  isBuyer: boolean,
  isProvider: boolean,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): Told | undefined {
  if (statusOf(record, now, config) !== 'appealable') return undefined;
  const verdict = record.case?.firstVerdict ?? VERDICT.None;
  const isLost =
    (verdict === VERDICT.Overturned && isProvider) || (verdict === VERDICT.Upheld && isBuyer);
  if (!isLost) return undefined;
  if (isBuyer && record.case?.cause !== CAUSE.Dispute) {
    return {
      kind: 'confirmed',
      title: 'An audit confirmed your result',
      text: 'If you know it to be wrong, you may appeal to a larger panel. Otherwise nothing is left to do.',
      by: record.case?.deadline,
      page: 'disputes',
    };
  }
  return {
    kind: 'appeal',
    title: 'A verdict went against you',
    text: `You may appeal to a larger panel. Otherwise it ends as ${VERDICT_WORDS[verdict]}.`,
    by: record.case?.deadline,
    page: 'disputes',
  };
}

function seatNotice(
  record: DealRecord,
  account: Address,
  now: number,
  config: Pick<MarketConfig, 'grace'>,
): Told | undefined {
  const { case: inCase, commits, terms } = record;
  if (!inCase || statusOf(record, now, config) !== 'panel-at-work') return undefined;
  const panel = inCase.secondPanel.length > 0 ? inCase.secondPanel : inCase.firstPanel;
  if (!includesHex(panel, account)) return undefined;
  if (commits.some(({ mediator }) => sameHex(mediator, account))) return undefined;
  return {
    kind: 'seat',
    title: 'You are drawn for a panel',
    text: `Your mediator runs the job again and commits by itself: see that it runs. Who is absent is fined out of the ${formatAmount(seatLockOf(stakesOf(terms)))} that the seat locks.`,
    by: inCase.deadline,
    page: 'disputes',
  };
}

/** Open job offers that no solver can match, because their buyer has too little in the market. */
export function depositNotices(offers: readonly OpenOfferLine[], available: bigint): Notice[] {
  return offers.flatMap(({ hash, hasPermit, mostLocked, expiry }) => {
    if (hasPermit || mostLocked === null || mostLocked <= available) return [];
    return [
      {
        id: `deposit-short:${hash}`,
        kind: 'deposit-short',
        dealId: null,
        title: 'Your deposit is short',
        text: `An open offer of yours can lock up to ${formatAmount(mostLocked)}; ${formatAmount(available)} is available. Deposit ${formatAmount(mostLocked - available)} more, or it may find no match before it ends.`,
        by: expiry,
        href: '/account',
      },
    ];
  });
}
