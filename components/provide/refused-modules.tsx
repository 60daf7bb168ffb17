import { Button } from '@/components/ui/button';
import { FieldError } from '@/components/ui/field';

interface RefusedModulesProps {
  /** Ids of chosen modules that the agent does not run. */
  refused: readonly string[];
  onDrop: () => void;
}

const ONE = 'Its agent does not run one that you chose: MODULES and OCI_MODULES do not name it.';
const manyText = (count: number) =>
  `Its agent does not run ${count} that you chose: MODULES and OCI_MODULES do not name them.`;

/** Says that an agent would keep the offer off the market, and takes back what it would not run. */
export function RefusedModules({ refused, onDrop }: RefusedModulesProps) {
  if (refused.length === 0) return null;
  const isOne = refused.length === 1;
  return (
    <div className="flex flex-wrap items-center gap-3">
      <FieldError id="refused-modules">{isOne ? ONE : manyText(refused.length)}</FieldError>
      <Button variant="secondary" size="sm" onClick={onDrop}>
        {isOne ? 'Leave it out' : 'Leave them out'}
      </Button>
    </div>
  );
}
