'use client';

import { useEffect, useState } from 'react';
import { bytesToHex } from 'viem';

/** The SHA-256 of a file, as `sha256sum` says it, once it is worked out; undefined until then. */
export function useChecksum(bytes: Uint8Array): `0x${string}` | undefined {
  const [checksum, setChecksum] = useState<`0x${string}`>();
  useEffect(() => {
    let isCurrent = true;
    // Browsers have it on https and localhost only; elsewhere there is none to show.
    void globalThis.crypto.subtle
      ?.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>)
      .then((digest) => isCurrent && setChecksum(bytesToHex(new Uint8Array(digest))));
    return () => {
      isCurrent = false;
    };
  }, [bytes]);
  return checksum;
}
