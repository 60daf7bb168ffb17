import { Check } from 'lucide-react';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { CertifiedRun, CertifiedRuntime } from '@/lib/modules/certificate';

interface CertificateRuntimesProps {
  runtimes: readonly CertifiedRuntime[];
  runs: readonly CertifiedRun[];
}

/** The engines, and that each gave for every input what the first gave: else there is no certificate. */
export function CertificateRuntimes({ runtimes, runs }: CertificateRuntimesProps) {
  return (
    <Table
      caption="Engines that were compared"
      head={
        <>
          <Th>Engine</Th>
          <Th>V8</Th>
          <Th>Results</Th>
        </>
      }
    >
      {runtimes.map(({ name, v8 }) => (
        <Tr key={name}>
          <Td className="h-9 py-1 font-medium sm:min-w-40">{name}</Td>
          <Td className="h-9 py-1 font-mono text-muted text-xs">{v8}</Td>
          <Td className="h-9 py-1">
            <span className="inline-flex items-center gap-1 whitespace-nowrap text-muted text-xs">
              <Check aria-hidden className="size-4 shrink-0 text-safe" />
              {runs.length === 1 ? 'equal' : `all ${runs.length} equal`}
            </span>
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
