'use client';

import { Amount } from '@/components/ui/amount';
import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { switchNetwork } from '@/components/wallet/switch-network.client';
import { usePublicConfig } from '@/lib/env/public-config.client';
import { shortHash } from '@/lib/shared/hash.view';
import { useBalances } from '@/lib/wallet/balances.client';
import { useWallet } from '@/lib/wallet/use-wallet.client';
import { BuyProgress } from './buy-progress';
import { FundsHint } from './funds-hint';
import { SignButton } from './sign-button';
import type { Purchase } from './use-purchase.client';
import type { LivePlan } from './use-run-plan.client';

interface BuyPanelProps {
  /** As it is now, or as it was when the signing began. */
  plan: LivePlan;
  purchase: Purchase;
  /** The buyer confirmed that it buys a result that nobody audits. */
  isConfirmed: boolean;
  onBack: () => void;
}

/** The last step: sign. */
export function BuyPanel({ plan, purchase, isConfirmed, onBack }: BuyPanelProps) {
  const config = usePublicConfig();
  const wallet = useWallet();
  const balances = useBalances();
  const { phase, problem } = purchase;
  const { figures, court } = plan;
  if (!figures) return null;
  const isBusy = phase !== undefined;
  const isCourtMissing = plan.n > 0 && !court;
  const missing =
    balances.data && figures.locked > balances.data.available
      ? figures.locked - balances.data.available
      : 0n;
  const short =
    balances.data && missing > balances.data.wallet ? missing - balances.data.wallet : 0n;
  return (
    <>
      {plan.isChoiceGone && !isBusy ? (
        <Notice
          tone="attention"
          alert
          title="The offer that you chose is not open any more"
          className="px-3"
        >
          <p>{plan.goneWords} The figures here are those of any provider that fits.</p>
          <Button
            variant="secondary"
            size="sm"
            className="mt-2"
            onClick={() => plan.change({ where: 'any' })}
          >
            Go on with any provider
          </Button>
        </Notice>
      ) : null}
      {phase ? <BuyProgress phase={phase} needsPermit={missing > 0n} /> : null}
      <WalletWait purchase={purchase} />
      {problem ? (
        <Notice
          tone={problem.declined ? 'neutral' : 'wrong'}
          alert
          title={problem.title}
          className="px-3"
        >
          {problem.advice}
        </Notice>
      ) : null}
      {wallet.status !== 'connected' && !isBusy ? (
        <Button size="lg" onClick={wallet.connect}>
          Connect a wallet to buy
        </Button>
      ) : wallet.chainId !== config.chainId && !isBusy ? (
        <Button size="lg" variant="danger" onClick={() => void switchNetwork()}>
          Switch to {config.chainName}
        </Button>
      ) : (
        <>
          {short > 0n ? <FundsHint short={short} /> : null}
          <SignButton
            n={plan.n}
            locked={figures.locked}
            isConfirmed={isConfirmed}
            isBusy={isBusy}
            // Not before the balance is known: a button that is taken back loses the keyboard's focus.
            isOff={balances.isPending || short > 0n || isCourtMissing || plan.isChoiceGone}
            onSign={() => void purchase.buy(plan)}
          />
          <p className="text-muted text-xs">
            {missing > 0n ? (
              <>
                Two signatures, no gas: the offer, and a permit by which the market{' '}
                {shortHash(config.market ?? '')} may take <Amount value={missing} /> from your
                wallet into your deposit, once and within an hour.
              </>
            ) : (
              'One signature, no gas.'
            )}
          </p>
        </>
      )}
      <Button variant="ghost" size="sm" disabled={isBusy} onClick={onBack} className="self-start">
        Back to protection
      </Button>
    </>
  );
}

/** While the wallet is open: what to do where it does not answer, and the way out. */
function WalletWait({ purchase }: { purchase: Purchase }) {
  const { phase, isWalletSlow, stop } = purchase;
  if (phase !== 'offer' && phase !== 'permit') return null;
  const way = (
    <Button variant="secondary" size="sm" onClick={stop} className="self-start">
      Stop waiting for the wallet
    </Button>
  );
  if (!isWalletSlow) return way;
  return (
    <Notice
      tone="attention"
      alert
      title="Your wallet has not answered for half a minute"
      className="px-3"
    >
      <p className="mb-2">
        Open it: it may be locked, or its window may be behind this one. Nothing is sent before you
        sign.
      </p>
      {way}
    </Notice>
  );
}
