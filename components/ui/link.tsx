'use client';

import NextLink, { useLinkStatus } from 'next/link';
import { type ComponentProps, useState } from 'react';

/**
 * A link to a page of ours, which is fetched ahead when somebody aims at it and not because it is in
 * view: a screen of cards would ask for twenty pages that nobody opens. From the click until the page
 * is there, a bar at the top of the window says that it comes (globals.css).
 */
export function Link({ children, ...props }: ComponentProps<typeof NextLink>) {
  const [isAimedAt, setAimedAt] = useState(false);
  const aim = (): void => setAimedAt(true);
  return (
    <NextLink
      prefetch={isAimedAt ? null : false}
      {...props}
      onMouseEnter={aim}
      onTouchStart={aim}
      onFocus={aim}
    >
      {children}
      {isAimedAt ? <Going /> : null}
    </NextLink>
  );
}

function Going() {
  return useLinkStatus().pending ? <span hidden data-going /> : null;
}
