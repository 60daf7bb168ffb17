import { getAddress } from 'viem';
import { Amount } from '@/components/ui/amount';
import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import { RelativeTime } from '@/components/ui/time';
import {
  imageDigestOf,
  isContainer,
  type ModuleManifest,
  type OciManifest,
} from '@/lib/modules/oci-manifest';
import type { PriceHint } from '@/lib/offers/price-hint';
import { reservedTime } from '@/lib/offers/reserved-time.view';
import { formatCount, formatFuel } from '@/lib/shared/quantity.view';

interface ModuleFactsProps {
  id: string;
  cid: string;
  manifest: ModuleManifest;
  /** Whose wallet published it; null for one of the project's own. */
  author: `0x${string}` | null;
  /** Seconds since 1970. */
  publishedAt: number | null;
  /** What a run like the example costs; undefined where its fuel or the market's prices are not known. */
  priceHint?: PriceHint | undefined;
}

/** What a module says of itself. */
export function ModuleFacts(props: ModuleFactsProps) {
  const { id, cid, manifest, author, publishedAt, priceHint } = props;
  const { resources } = manifest;
  return (
    <KeyValueList
      items={[
        { key: 'Version', value: manifest.version },
        { key: 'Engine', value: <span className="font-mono text-xs">{manifest.engine}</span> },
        { key: 'Processor', value: `${resources.cpuMilli / 1000} CPU` },
        { key: 'Memory', value: `${resources.memoryMiB} MiB` },
        { key: 'Storage', value: `${resources.storageMiB} MiB` },
        ...(resources.gpuCount > 0
          ? [
              {
                key: 'GPU',
                value: String(resources.gpuCount),
                note: `each with ${resources.gpuMemoryMiB} MiB`,
              },
            ]
          : []),
        ...(isContainer(manifest) ? imageFacts(manifest) : []),
        {
          key: 'Fuel limit',
          value: formatFuel(BigInt(manifest.fuelLimit)),
          note: isContainer(manifest)
            ? `${reservedTime(BigInt(manifest.fuelLimit))} of reserved time, paid whole`
            : 'a run stops when it is used up',
        },
        ...(priceHint ? [hintOf(priceHint)] : []),
        { key: 'Author', value: manifest.author },
        { key: 'Licence', value: manifest.licence },
        ...(author
          ? [
              {
                key: 'Published by',
                value: <Hash value={getAddress(author)} label="author’s address" />,
              },
            ]
          : []),
        ...(publishedAt ? [{ key: 'Published', value: <RelativeTime at={publishedAt} /> }] : []),
        { key: 'Id', value: <Hash value={id} label="module id" /> },
        { key: 'CID', value: <Hash value={cid} label="CID" picture={false} /> },
      ]}
    />
  );
}

function hintOf({ price, fuel, offers }: PriceHint) {
  const asked = offers === 1 ? 'the open offer' : `the ${formatCount(offers)} open offers`;
  return {
    key: 'Price hint',
    value: <Amount value={price} />,
    note: `a run like the example (${formatFuel(fuel)}) at the median of ${asked}`,
  };
}

function imageFacts(manifest: OciManifest) {
  const { image } = manifest;
  return [
    {
      key: 'Image',
      value: (
        <Hash
          value={imageDigestOf(manifest).slice('sha256:'.length)}
          label="image digest, sha-256"
        />
      ),
      note:
        typeof image === 'string' ? (
          <span className="[overflow-wrap:anywhere]">pulled from {image.split('@')[0]}</span>
        ) : (
          'comes with the module'
        ),
    },
  ];
}
