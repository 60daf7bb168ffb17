import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { isHash } from 'viem';
import { PageHeader } from '@/components/layout/page-header';
import { Unavailable } from '@/components/layout/unavailable';
import { type RunModule, RunWizard } from '@/components/run/run-wizard';
import { readPublicConfig } from '@/lib/env/public-config.server';
import { engineIdOf } from '@/lib/execution/engine-id';
import type { CatalogueModule } from '@/lib/modules/catalogue.server';
import { fieldsOf } from '@/lib/modules/input-fields';
import { mappedFieldOf } from '@/lib/modules/job-inputs';
import { medianFuel } from '@/lib/modules/module-fuel.query';
import { choiceOf } from '@/lib/offers/offer-choice';
import { listResourceOffers } from '@/lib/offers/resource-offers.query';
import { least } from '@/lib/shared/integer';
import { findModule } from '../../../_data/catalogue';
import { load } from '../../../_data/load';
import { one } from '../../../_data/paging';

type Props = {
  params: Promise<{ id: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const module = await findModule((await params).id);
  return { title: module ? `Run ${module.manifest.title}` : 'Run' };
}

export default async function RunPage({ params, searchParams }: Props) {
  const like = one((await searchParams).like);
  const module = await findModule((await params).id);
  if (!module) notFound();
  const { id, manifest } = module;
  const takesLists = mappedFieldOf(manifest.inputs) !== undefined;
  const [config, market] = await Promise.all([
    readPublicConfig(),
    load(async (db, now) => ({
      offers: (await listResourceOffers(db, {}, now, { limit: 200 })).items.map(choiceOf),
      fuel: await medianFuel(db, id, takesLists ? BigInt(manifest.fuelLimit) : undefined),
    })),
  ]);
  const { offers, fuel } = market.ok ? market.data : { offers: [], fuel: null };
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
      {market.ok ? null : (
        <div className="mb-4">
          <Unavailable reason={market.reason} what="Offers" />
        </div>
      )}
      <RunWizard
        module={runModuleOf(module, fuel)}
        offers={offers}
        court={config.deployment?.courts[0]}
        fields={fieldsOf(manifest.inputs)}
        like={like !== undefined && isHash(like) ? like : undefined}
      />
    </>
  );
}

function runModuleOf({ id, manifest }: CatalogueModule, fuel: bigint | null): RunModule {
  const fuelLimit = BigInt(manifest.fuelLimit);
  const files = Object.keys(manifest.example.files);
  return {
    id,
    title: manifest.title,
    engine: manifest.engine,
    engineId: engineIdOf(manifest.engine),
    resources: manifest.resources,
    fuelLimit,
    // Earlier jobs may have been of many runs.
    expectedFuel: fuel === null ? fuelLimit : least(fuel, fuelLimit),
    inputs: manifest.inputs,
    example: {
      job: manifest.example.job,
      files: Object.fromEntries(
        files.map((name) => [name, `/modules/${id}/example/${encodeURIComponent(name)}`]),
      ),
    },
  };
}
