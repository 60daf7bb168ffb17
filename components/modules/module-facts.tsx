import { Hash } from '@/components/ui/hash';
import { KeyValueList } from '@/components/ui/key-value';
import type { Manifest } from '@/lib/modules/manifest';
import { formatFuel } from '@/lib/shared/quantity.view';

interface ModuleFactsProps {
  id: string;
  cid: string;
  manifest: Manifest;
}

/** What a module says of itself. */
export function ModuleFacts({ id, cid, manifest }: ModuleFactsProps) {
  const { resources } = manifest;
  return (
    <KeyValueList
      items={[
        { key: 'Version', value: manifest.version },
        { key: 'Engine', value: <span className="font-mono text-xs">{manifest.engine}</span> },
        { key: 'Processor', value: `${resources.cpuMilli / 1000} CPU` },
        { key: 'Memory', value: `${resources.memoryMiB} MiB` },
        { key: 'Storage', value: `${resources.storageMiB} MiB` },
        {
          key: 'Fuel limit',
          value: formatFuel(BigInt(manifest.fuelLimit)),
          note: 'a run stops when it is used up',
        },
        { key: 'Author', value: manifest.author },
        { key: 'Licence', value: manifest.licence },
        { key: 'Id', value: <Hash value={id} label="module id" /> },
        { key: 'CID', value: <Hash value={cid} label="CID" picture={false} /> },
      ]}
    />
  );
}
