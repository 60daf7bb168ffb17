import { loopbackNamed } from '@/lib/auth/audience-origin';
import { ApiProblem } from './respond';

/**
 * Refuses what a page of another origin can make a visitor's browser send: a foreign Origin or
 * Sec-Fetch-Site, and any body but JSON, which alone makes browsers ask first. Agents and scripts
 * send neither header and pass. @throws {ApiProblem} 403 or 415
 */
export function refuseForeignPage({ headers }: Request): void {
  if (isForeign(headers)) {
    const hint = 'Use the pages of this market, or a program that sends no Origin header.';
    throw new ApiProblem(403, 'foreign-origin', 'A page of another origin may not do this.', hint);
  }
  const type = headers.get('content-type')?.split(';')[0]?.trim().toLowerCase();
  if (type === 'application/json') return;
  const message = `The body must be sent as application/json, not as ${type || 'nothing named'}.`;
  throw new ApiProblem(415, 'not-json', message, 'Add the header content-type: application/json.');
}

/**
 * Sec-Fetch-Site decides where there is one: no page can forge it, and it is right behind a proxy
 * that changes Host. `same-site` is foreign, since all ports of localhost are one site.
 */
function isForeign(headers: Headers): boolean {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  if (origin === null) return false;
  const hosts = [headers.get('host'), headers.get('x-forwarded-host')];
  return !hosts.some((host) => host !== null && hostOf(origin) === loopbackNamed(host));
}

/** Host and port of an origin; undefined for "null", which sandboxed pages send. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? loopbackNamed(new URL(origin).host) : undefined;
}
