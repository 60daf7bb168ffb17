import { Notice } from '@/components/ui/notice';

/** In the place of a picture or a sound that the browser gave up. */
export function BrokenMedia({ title }: { title: string }) {
  return (
    <Notice tone="attention" title={title}>
      Its bytes are broken, or of a kind that this browser does not know. Download the file to look
      into it.
    </Notice>
  );
}
