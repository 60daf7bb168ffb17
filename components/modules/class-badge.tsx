import { ShieldCheck, ShieldHalf, ShieldOff } from 'lucide-react';
import { Badge } from '@/components/ui/badge';

const CLASSES = {
  A: {
    icon: ShieldCheck,
    text: 'Insured',
    help: 'Class A: deterministic by construction. A wrong result costs the provider its whole lock.',
  },
  B: { icon: ShieldHalf, text: 'Checked', help: 'Class B: probed equal. Checked, not insured.' },
  C: {
    icon: ShieldOff,
    text: 'Unprotected',
    help: 'Class C: not deterministic, so nobody can check it.',
  },
};

export function ClassBadge({ value }: { value: 'A' | 'B' | 'C' }) {
  const { icon: Icon, text, help } = CLASSES[value];
  return (
    <Badge>
      <span title={help} className="inline-flex items-center gap-1">
        <Icon aria-hidden className={value === 'A' ? 'size-3 text-safe' : 'size-3'} />
        {value} · {text}
      </span>
    </Badge>
  );
}
