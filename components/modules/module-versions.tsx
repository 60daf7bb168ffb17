import { Hash } from '@/components/ui/hash';
import { Table, Td, Th, Tr } from '@/components/ui/table';
import { RelativeTime } from '@/components/ui/time';
import { formatCount } from '@/lib/shared/quantity.view';

export interface ModuleVersion {
  id: `0x${string}`;
  version: string;
  /** Seconds since 1970; null where it came with the project. */
  publishedAt: number | null;
  runs: number;
}

interface ModuleVersionsProps {
  versions: readonly ModuleVersion[];
  /** The one whose page this is. */
  current: `0x${string}`;
}

/** What one author published under one name. A version is its content: none replaces another. */
export function ModuleVersions({ versions, current }: ModuleVersionsProps) {
  return (
    <Table
      caption="Versions, newest first"
      head={
        <>
          <Th>Version</Th>
          <Th>Id</Th>
          <Th numeric className="max-sm:hidden">
            Runs
          </Th>
          <Th numeric>Published</Th>
        </>
      }
    >
      {versions.map(({ id, version, publishedAt, runs }) => (
        <Tr key={id}>
          <Td>
            <span className="tabular">{version}</span>
            {id === current ? <span className="text-muted"> (this one)</span> : null}
          </Td>
          <Td>
            <Hash
              value={id}
              label="module id"
              {...(id === current ? {} : { href: `/modules/${id}` })}
            />
          </Td>
          <Td numeric className="max-sm:hidden">
            {formatCount(runs)}
          </Td>
          <Td numeric className="text-muted">
            {publishedAt === null ? 'with the project' : <RelativeTime at={publishedAt} />}
          </Td>
        </Tr>
      ))}
    </Table>
  );
}
