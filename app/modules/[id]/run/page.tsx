import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { type Hex, isHash } from 'viem';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { EndorsementNotice } from '@/components/modules/endorsement-mark';
import type { Where } from '@/components/run/run-plan';
import { type RunModule, RunWizard } from '@/components/run/run-wizard';
import type { AskedRun } from '@/components/run/use-choices.client';
import type { Db } from '@/lib/db/database.server';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { engineIdOf } from '@/lib/execution/engine-id';
import { fieldsOf } from '@/lib/modules/input-fields';
import { mappedFieldOf } from '@/lib/modules/job-inputs';
import { medianFuel } from '@/lib/modules/module-fuel.query';
import { usualCourt } from '@/lib/offers/module-class';
import { choiceOf } from '@/lib/offers/offer-choice';
import type { OfferChoice } from '@/lib/offers/offer-fit.view';
import { findResourceOffer } from '@/lib/offers/resource-offers.query';
import { parseNeedChanges } from '@/lib/offers/search/need-changes';
import { least } from '@/lib/shared/integer';
import { findListedModule, type ListedModule } from '../../../_data/listed-modules';
import { load } from '../../../_data/load';
import { readOfferChoices } from '../../../_data/offer-choices';
import { one } from '../../../_data/paging';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Pick<Props, 'params'>): Promise<Metadata> {
  const module = await findListedModule((await params).id);
  return { title: module ? `Run ${module.manifest.title}` : 'Run' };
}

export default async function RunPage({ params, searchParams }: Props) {
  const query = await searchParams;
  const like = one(query.like);
  const module = await findListedModule((await params).id);
  if (!module) notFound();
  const { id, manifest } = module;
  const asked = askedRunOf(query);
  const takesLists = mappedFieldOf(manifest.inputs) !== undefined;
  const [config, market] = await Promise.all([
    readPublicConfig(),
    load(async (db, now) => ({
      offers: await offersFor(db, now, id, one(query.need), asked?.where),
      fuel: await medianFuel(db, id, takesLists ? BigInt(manifest.fuelLimit) : undefined),
    })),
  ]);
  const { offers, fuel } = market.ok ? market.data : { offers: [], fuel: null };
  const run = runModuleOf(module, fuel);
  return (
    <>
      <PageHeader
        crumbs={[
          { label: 'Modules', href: '/modules' },
          { label: manifest.title, href: `/modules/${id}` },
          { label: 'Run' },
        ]}
        title={`Run ${manifest.title}`}
      />
      <div className="mb-4 empty:hidden">
        <EndorsementNotice {...module} verificationClass={manifest.class} />
      </div>
      {market.ok ? null : (
        <div className="mb-4">
          <Unavailable reason={market.reason} what="Offers" />
        </div>
      )}
      <RunWizard
        module={run}
        offers={offers}
        court={usualCourt(
          { class: run.class, engine: run.engineId },
          config.deployment?.courts ?? [],
        )}
        fields={fieldsOf(manifest.inputs)}
        like={like !== undefined && isHash(like) ? like : undefined}
        asked={asked}
      />
    </>
  );
}

/** What the page Offers chose: /modules/cowsay/run?offer=0x…&need=theta:20. */
function askedRunOf(params: Awaited<Props['searchParams']>): AskedRun | undefined {
  const hash = one(params.offer)?.toLowerCase() ?? '';
  const where = /^0x[0-9a-f]{64}$/.test(hash) ? (hash as Hex) : 'any';
  const need = one(params.need);
  if (where === 'any' && !need) return undefined;
  return { where, changes: parseNeedChanges(need ?? '') };
}

/** The cheapest offers that could run it, and the asked one though it be dearer. */
async function offersFor(
  db: Db,
  now: number,
  module: Hex,
  need: string | undefined,
  where: Where = 'any',
): Promise<OfferChoice[]> {
  const items = await readOfferChoices(db, { module, need }, now);
  const isThere = where === 'any' || items.some(({ hash }) => hash === where);
  const extra = isThere ? undefined : await findResourceOffer(db, where as Hex, now);
  return [...items, ...(extra ? [choiceOf(extra)] : [])];
}

function runModuleOf({ id, manifest }: ListedModule, fuel: bigint | null): RunModule {
  const fuelLimit = BigInt(manifest.fuelLimit);
  const files = Object.keys(manifest.example.files);
  return {
    id,
    title: manifest.title,
    engine: manifest.engine,
    engineId: engineIdOf(manifest.engine),
    class: manifest.class,
    resources: manifest.resources,
    fuelLimit,
    // Earlier jobs may have been of many runs; a container is paid for all that was reserved.
    expectedFuel: fuel === null || manifest.class !== 'A' ? fuelLimit : least(fuel, fuelLimit),
    inputs: manifest.inputs,
    example: {
      job: manifest.example.job,
      files: Object.fromEntries(
        files.map((name) => [name, `/modules/${id}/example/${encodeURIComponent(name)}`]),
      ),
    },
  };
}
