import { NoticeBell } from '@/components/account/notice-bell';
import { BalanceLink } from '@/components/wallet/balance-link';
import { WalletButton } from '@/components/wallet/wallet-button';
import { CommandButton } from './command-palette';
import { TopLinks } from './nav-links';
import { type ThemeChoice, ThemeToggle } from './theme-toggle';
import { Wordmark } from './wordmark';

export function TopBar({ theme }: { theme: ThemeChoice }) {
  return (
    <header className="sticky top-0 z-30 border-border border-b bg-background/95 backdrop-blur-sm">
      <div className="shell flex h-14 items-center gap-3 lg:gap-6">
        <Wordmark />
        <TopLinks />
        <div className="ml-auto flex items-center gap-1.5 sm:gap-2">
          <CommandButton />
          <ThemeToggle initial={theme} />
          <NoticeBell />
          <BalanceLink />
          <WalletButton />
        </div>
      </div>
    </header>
  );
}
