import { ArrowRight } from 'lucide-react';
import { HonestSteps } from '@/components/home/honest-steps';
import { MarketStrip } from '@/components/home/market-strip';
import { LiveRefresh } from '@/components/layout/live-refresh';
import { ModuleGrid } from '@/components/modules/module-grid';
import { buttonClass } from '@/components/ui/button';
import { Link } from '@/components/ui/link';
import { readMarketStats } from '@/lib/deals/market-stats.query';
import { listDisputes } from '@/lib/disputes/disputes.query';
import { countLiveResourceOffers } from '@/lib/offers/resource-offers.query';
import { load } from './_data/load';
import { moduleCards } from './_data/module-cards';

export default async function HomePage() {
  const readAt = Date.now();
  const [modules, market] = await Promise.all([
    moduleCards(),
    load(async (db, now) => {
      const [stats, openOffers, disputes] = await Promise.all([
        readMarketStats(db, now),
        countLiveResourceOffers(db, now),
        listDisputes(db, {}, { limit: 1 }),
      ]);
      return { stats: { ...stats, openOffers }, example: disputes.items[0]?.dealId };
    }),
  ]);
  const first = modules.find(({ title }) => title === 'Cowsay') ?? modules[0];
  return (
    <div className="flex flex-col gap-10">
      <section className="flex flex-col gap-5 pt-4 md:pt-8">
        <h1 className="max-w-[22ch] text-2xl tracking-[-0.03em] max-sm:text-xl">
          Buy a computation from anyone, and believe no one.
        </h1>
        <p className="max-w-[62ch] text-base text-muted">
          Providers run your job and put up many times its price. Random audits and disputes run it
          again; whoever made a result up pays for it.
        </p>
        <div className="flex flex-wrap gap-2.5">
          <Link
            href={first ? `/modules/${first.id}/run` : '/modules'}
            className={buttonClass('primary', 'lg')}
          >
            Run your first job <ArrowRight aria-hidden className="size-4" />
          </Link>
          <Link href="/provide" className={buttonClass('secondary', 'lg')}>
            Earn with your machine
          </Link>
        </div>
      </section>
      <MarketStrip stats={market.ok ? market.data.stats : undefined} />
      <section aria-labelledby="modules">
        <div className="mb-4 flex items-baseline justify-between gap-4">
          <h2 id="modules" className="text-lg tracking-[-0.01em]">
            What you can run
          </h2>
          <Link href="/modules" className="link text-sm">
            All modules
          </Link>
        </div>
        <ModuleGrid modules={modules} />
      </section>
      <HonestSteps
        example={market.ok && market.data.example ? `/deals/${market.data.example}` : undefined}
      />
      <LiveRefresh topics={['deal']} readAt={readAt} path="/api/v1/stats" />
    </div>
  );
}
