'use client';

import { useEffect, useState } from 'react';

/** What a visitor does first: look around with a pointer, touch, scroll or press a key. */
const SIGNS = ['pointermove', 'pointerdown', 'touchstart', 'wheel', 'keydown', 'focusin'] as const;

/** True from when somebody uses the page: what only serves use is loaded then and not before. */
export function useAttended(): boolean {
  const [isAttended, setAttended] = useState(false);
  useEffect(() => {
    if (isAttended) return;
    const notice = (): void => setAttended(true);
    for (const sign of SIGNS) window.addEventListener(sign, notice, { passive: true });
    return () => {
      for (const sign of SIGNS) window.removeEventListener(sign, notice);
    };
  }, [isAttended]);
  return isAttended;
}
