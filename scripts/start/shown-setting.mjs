import { relative } from 'node:path';
import { root } from './places.mjs';

/**
 * A setting as it may be printed: of addresses only scheme and host, since a node's path or query may
 * hold a key; of paths in the clone the part below it.
 */
export function shownSetting(value) {
  const parts = value.split(',').map((part) => part.trim());
  if (parts.every((part) => /^https?:\/\//.test(part) && URL.canParse(part))) {
    return parts.map((part) => shownUrl(new URL(part))).join(',');
  }
  return value.startsWith(`${root}/`) ? relative(root, value) : value;
}

function shownUrl({ protocol, host, pathname, search, hash }) {
  const isBare = `${pathname}${search}${hash}` === '/';
  return `${protocol}//${host}${isBare ? '' : '/…'}`;
}
