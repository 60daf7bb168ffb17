import { Hash } from '@/components/ui/hash';
import { Td } from '@/components/ui/table';
import { cn } from '@/lib/shared/class-names';

interface DealCellProps {
  dealId: string;
  /** Where its id leads, if not to the deal's page. */
  href?: string;
  /** What the quieter line under it says: the module, when it was matched. */
  children: React.ReactNode;
  lineClass?: string;
}

/** The first cell of a deal's row: its id, and what it is about. */
export function DealCell(props: DealCellProps) {
  const { dealId, href = `/deals/${dealId}`, children, lineClass } = props;
  return (
    <Td>
      <Hash value={dealId} label="deal id" href={href} copy={false} />
      <span className={cn('block text-muted text-xs', lineClass)}>{children}</span>
    </Td>
  );
}
