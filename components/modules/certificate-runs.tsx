import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import type { CertifiedRun } from '@/lib/modules/certificate';
import { formatBytes, formatCount } from '@/lib/shared/quantity.view';

const PAGE_BYTES = 65_536;

/** What each input came to, on all engines alike. */
export function CertificateRuns({ runs }: { runs: readonly CertifiedRun[] }) {
  return (
    <Table
      caption="What each input came to"
      head={
        <>
          <Th>Input</Th>
          <Th>Ended</Th>
          <Th numeric>Fuel</Th>
          <Th numeric>Memory</Th>
          <Th>Result digest</Th>
        </>
      }
    >
      {runs.map((run) => (
        <Tr key={run.input}>
          <Td className="h-9 whitespace-nowrap py-1 font-medium">{run.input}</Td>
          <Td className="h-9 whitespace-nowrap py-1 text-muted">
            {run.status}
            {run.status === 'completed' && run.exitCode !== 0 ? `, code ${run.exitCode}` : ''}
          </Td>
          <Td numeric className="h-9 py-1">
            {formatCount(BigInt(run.fuel))}
          </Td>
          <Td numeric className="h-9 py-1">
            {formatBytes(run.memoryPages * PAGE_BYTES)}
          </Td>
          <Td className="h-9 py-1">
            <Hash value={run.resultDigest} label={`result digest of ${run.input}`} copy={false} />
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
