import { BadgeCheck, TriangleAlert } from 'lucide-react';
import { getAddress } from 'viem';
import { Badge } from '@/components/ui/badge';
import { Hash } from '@/components/ui/hash';
import { Notice } from '@/components/ui/notice';
import type { ModuleClass } from '@/lib/offers/module-class';

/** Whether a maintainer's signature endorses a module. */
export function EndorsementMark({ isEndorsed }: { isEndorsed: boolean }) {
  return isEndorsed ? (
    <Badge>
      <BadgeCheck aria-hidden className="size-3 text-safe" /> Endorsed
    </Badge>
  ) : (
    <Badge className="border-attention/40 bg-attention-soft text-attention">
      <TriangleAlert aria-hidden className="size-3" /> Not endorsed
    </Badge>
  );
}

/** What a buyer should know of a module that nobody vouches for; nothing for an endorsed one. */
export function EndorsementNotice(props: {
  isEndorsed: boolean;
  author: `0x${string}` | null;
  verificationClass: ModuleClass;
}) {
  if (props.isEndorsed) return null;
  return (
    <Notice tone="attention" title="No maintainer endorses this module">
      {props.author ? (
        <>
          <Hash value={getAddress(props.author)} label="author’s address" /> published it. Its title
          and description are its author’s words.
        </>
      ) : (
        'No signature that counts here speaks for it.'
      )}{' '}
      {props.verificationClass === 'A'
        ? 'It cannot harm your machine, and its results can be checked as all others can; whether'
        : 'It never runs on your machine; whether'}{' '}
      it does what it says is for you to judge. Try it on inputs that are not secret.
    </Notice>
  );
}
