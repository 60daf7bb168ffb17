import { ShieldCheck, ShieldHalf, ShieldOff } from 'lucide-react';
import { Badge } from '@/components/ui/badge';
import type { ModuleClass } from '@/lib/offers/module-class';

const CLASSES = {
  A: {
    icon: ShieldCheck,
    text: 'A · Insured',
    help: 'Class A: deterministic by construction. A wrong result costs the provider its whole lock.',
  },
  B: {
    icon: ShieldHalf,
    text: 'B · Checked',
    help: 'Class B: its runs were found equal. Checked, not insured.',
  },
  none: {
    icon: ShieldOff,
    text: 'Unprotected',
    help: 'Class none: not deterministic, so nobody can check it by running it again.',
  },
} as const;

export function ClassBadge({ value }: { value: ModuleClass }) {
  const { icon: Icon, text, help } = CLASSES[value];
  return (
    <Badge>
      <span title={help} className="inline-flex items-center gap-1">
        <Icon aria-hidden className={value === 'A' ? 'size-3 text-safe' : 'size-3'} />
        {text}
      </span>
    </Badge>
  );
}
