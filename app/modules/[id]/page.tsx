import { Play } from 'lucide-react';
import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { Suspense } from 'react';
import { DealTable } from '@/components/deals/deal-table';
import { PageHeader } from '@/components/layout/page-header';
import { CertificatePanel } from '@/components/modules/certificate-panel';
import { ClassBadge } from '@/components/modules/class-badge';
import { ClassNotice } from '@/components/modules/class-notice';
import { EndorsementMark, EndorsementNotice } from '@/components/modules/endorsement-mark';
import { ModuleExample } from '@/components/modules/module-example';
import { ModuleFacts } from '@/components/modules/module-facts';
import { ModuleInputs } from '@/components/modules/module-inputs';
import { ModuleSkeleton } from '@/components/modules/module-skeleton';
import { ModuleVersions } from '@/components/modules/module-versions';
import { PriceHistory } from '@/components/modules/price-history';
import { ProbePanel } from '@/components/modules/probe-panel';
import { Badge } from '@/components/ui/badge';
import { buttonClass } from '@/components/ui/button';
import { Panel } from '@/components/ui/card';
import { Link } from '@/components/ui/link';
import { Notice } from '@/components/ui/notice';
import { listDeals } from '@/lib/deals/deals.query';
import { isContainer } from '@/lib/modules/oci-manifest';
import { readPriceHistory } from '@/lib/modules/price-history.query';
import { readAuthorCertificate } from '@/lib/modules/published-modules.query';
import { readMarketPrices } from '@/lib/offers/market-prices.query';
import { priceHintOf } from '@/lib/offers/price-hint';
import { findModule } from '../../_data/catalogue';
import { certificateOf, certificationOf, isCertificateSigned } from '../../_data/certificates';
import { endorsedModules } from '../../_data/endorsed';
import { findListedModule, type ListedModule, sampleOfModule } from '../../_data/listed-modules';
import { load, loadedOr } from '../../_data/load';
import { versionsOf } from '../../_data/module-versions';
import { countTakers } from '../../_data/takers';

/** Runs in the picture of prices. */
const PRICES = 400;

type Props = { params: Promise<{ id: string }> };

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const module = await findListedModule((await params).id);
  return { title: module?.manifest.title ?? 'Module' };
}

export default async function ModulePage({ params }: Props) {
  const module = await findListedModule((await params).id);
  if (!module) notFound();
  const { id, manifest, isEndorsed } = module;
  return (
    <>
      <PageHeader
        crumbs={[{ label: 'Modules', href: '/modules' }, { label: manifest.title }]}
        title={manifest.title}
        lead={manifest.summary}
        marks={
          <>
            <a href="#certificate">
              <ClassBadge value={manifest.class} />
            </a>
            <EndorsementMark isEndorsed={isEndorsed} />
          </>
        }
        actions={
          <Link href={`/modules/${id}/run`} className={buttonClass('primary', 'lg')}>
            <Play aria-hidden className="size-4" /> Run it
          </Link>
        }
      />
      {/* Not a loading.tsx: it would answer 200 for a module that does not exist (ADR 29). */}
      <Suspense fallback={<ModuleSkeleton />}>
        <ModuleBody module={module} />
      </Suspense>
    </>
  );
}

/** What is read of a module besides its manifest: its certificate, runs, prices and versions. */
async function ModuleBody({ module }: { module: ListedModule }) {
  const { id, manifest, isEndorsed, author } = module;
  const own = await findModule(id);
  const isOwnEngine = !isContainer(manifest);
  const [sample, certificate, certification, claim, deals, takers, versions, prices, asked] =
    await Promise.all([
      sampleOfModule(module),
      own && certificateOf(own),
      own || !isOwnEngine ? undefined : load((db, now) => certificationOf(db, module, now)),
      isOwnEngine ? undefined : load((db) => readAuthorCertificate(db, id)),
      load(async (db) => (await listDeals(db, { moduleId: id }, { limit: 8 })).items),
      countTakers(id, manifest),
      versionsOf(module),
      load((db) => readPriceHistory(db, id, PRICES)),
      load((db, now) => readMarketPrices(db, now, { hasGpu: manifest.resources.gpuCount > 0 })),
    ]);
  const tried = certification && loadedOr(certification, undefined);
  const endorsement = (await endorsedModules()).get(id);
  const shown = tried?.state === 'certified' ? tried.certificate : certificate;
  const market = loadedOr(asked, undefined);
  const example = shown?.body.runs.find(({ input }) => input === 'example');
  const hint = market && example && priceHintOf(market, BigInt(example.fuel));
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="flex min-w-0 flex-col gap-6">
        <ClassNotice value={manifest.class} />
        <EndorsementNotice
          isEndorsed={isEndorsed}
          author={author}
          verificationClass={manifest.class}
        />
        {takers === 0 && author ? (
          <Notice title="No provider takes it at the moment">
            The offers that are open now do not take this module, or none is open. A provider that
            lists a machine for{' '}
            {isOwnEngine ? 'any module, or for this one by its id,' : 'it by its id'} changes that.
          </Notice>
        ) : null}
        {manifest.description || manifest.tags.length > 0 ? (
          <div className="flex flex-col gap-3">
            {manifest.description ? (
              <p className="max-w-[72ch] text-base">{manifest.description}</p>
            ) : null}
            <div className="flex flex-wrap gap-1.5">
              {manifest.tags.map((tag) => (
                <Badge key={tag}>{tag}</Badge>
              ))}
            </div>
          </div>
        ) : null}
        <Panel title="What the example gives">
          <ModuleExample
            sample={sample}
            job={manifest.example.job}
            inputs={manifest.inputs.properties}
          />
        </Panel>
        <Panel title="Inputs" flush>
          <ModuleInputs schema={manifest.inputs} />
        </Panel>
        <div id="certificate" className="min-w-0 scroll-mt-20">
          {isOwnEngine ? (
            <CertificatePanel
              moduleId={id}
              certificate={certificate}
              certification={tried}
              isUnreadable={certification?.ok === false}
              endorsement={endorsement}
              isSigned={shown !== undefined && (await isCertificateSigned(shown))}
            />
          ) : (
            <ProbePanel moduleId={id} certificate={claim && loadedOr(claim, undefined)} />
          )}
        </div>
        <Panel title="Price history" description="Of the newest paid runs, in whole">
          <PriceHistory runs={loadedOr(prices, [])} />
        </Panel>
        <Panel
          title="Versions"
          description="A version is its content: a new one has a new id, and the old one stays"
          flush
        >
          <ModuleVersions versions={versions} current={id} />
        </Panel>
        <Panel title="Recent deals" flush>
          <DealTable deals={loadedOr(deals, [])} modules={[]} hideModule />
        </Panel>
      </div>
      <Panel title="Facts">
        <ModuleFacts {...module} priceHint={hint} />
      </Panel>
    </div>
  );
}
