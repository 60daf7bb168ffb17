import './globals.css';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import { connection } from 'next/server';
import { Activity, type ReactNode } from 'react';
import { CommandPalette } from '@/components/layout/command-palette';
import { Footer } from '@/components/layout/footer';
import { KeyboardHelp } from '@/components/layout/keyboard-help';
import { BottomBar } from '@/components/layout/nav-links';
import { QueryProvider } from '@/components/layout/query-provider';
import { SkipLink } from '@/components/layout/skip-link';
import type { ThemeChoice } from '@/components/layout/theme-toggle';
import { ToasterHost } from '@/components/layout/toaster-host';
import { TopBar } from '@/components/layout/top-bar';
import { NowProvider } from '@/components/ui/now';
import { AttentionBanner } from '@/components/wallet/attention-banner';
import { WalletHost } from '@/components/wallet/wallet-host';
import { ConfigProvider } from '@/lib/env/public-config.client';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { moduleNames } from './_data/deal-modules';
import { mono, sans } from './fonts';

export const metadata: Metadata = {
  title: { default: 'Reckon: computation that is checked, not believed', template: '%s · Reckon' },
  description:
    'An open market for computation: buy a run, get a result that a random audit may re-execute, and your money back when it is wrong.',
  applicationName: 'Reckon',
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8f8f6' },
    { media: '(prefers-color-scheme: dark)', color: '#0d0e10' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  await connection();
  const [config, modules] = await Promise.all([readPublicConfig(), moduleNames()]);
  const chosen = (await cookies()).get('theme')?.value;
  const theme: ThemeChoice = chosen === 'light' || chosen === 'dark' ? chosen : 'system';
  return (
    <html
      lang="en"
      data-theme={theme === 'system' ? undefined : theme}
      className={`${sans.variable} ${mono.variable}`}
    >
      <body className="flex min-h-dvh flex-col">
        <ConfigProvider value={config}>
          <QueryProvider>
            <NowProvider initial={Math.floor(Date.now() / 1000)}>
              <SkipLink />
              <Activity>
                <TopBar theme={theme} />
                <AttentionBanner />
              </Activity>
              <main id="content" tabIndex={-1} className="shell grow pt-6 outline-none md:pt-8">
                {/* The page, and the frame around it, wake up one after the other and not as one. */}
                <Activity>{children}</Activity>
              </main>
              <Activity>
                <Footer chainName={config.chainName} market={config.market} />
                <BottomBar />
              </Activity>
              <CommandPalette modules={modules} />
              <KeyboardHelp />
              <ToasterHost />
              <WalletHost />
            </NowProvider>
          </QueryProvider>
        </ConfigProvider>
      </body>
    </html>
  );
}
