import { type NextRequest, NextResponse } from 'next/server';

/** No page and no file is here: what is rewritten to it gets app/not-found.tsx and 404. */
const NOWHERE = '/not-found';

/**
 * Sets the content security policy of every page: scripts only with this request's nonce, wasm for
 * the checks in the browser, and connections only to the chain and the directory of this market.
 * A path that no text can be read from names nothing; Next would answer 500 where it is a parameter.
 */
export function proxy(request: NextRequest): NextResponse {
  const { pathname } = new URL(request.url);
  const isReadable = canDecode(pathname);
  if (!isReadable && pathname.startsWith('/api/')) {
    const message = 'The path is not well encoded: a % must begin the UTF-8 bytes of a character.';
    return NextResponse.json({ error: { code: 'bad-path', message } }, { status: 404 });
  }
  const nonce = btoa(crypto.randomUUID());
  const development = process.env.NODE_ENV === 'development';
  const partners = [
    process.env.PUBLIC_RPC_URL ?? process.env.RPC_URL ?? 'http://127.0.0.1:8545',
    process.env.PUBLIC_DIRECTORY_URL ?? process.env.DIRECTORY_URL ?? 'http://127.0.0.1:4000',
  ].flatMap(originOf);
  const policy = [
    "default-src 'self'",
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic' 'wasm-unsafe-eval'${development ? " 'unsafe-eval'" : ''}`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' blob: data:",
    "media-src 'self' blob:",
    "font-src 'self'",
    `connect-src 'self' ${[...new Set(partners)].join(' ')}${development ? ' ws:' : ''}`,
    "worker-src 'self'",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
  const headers = new Headers(request.headers);
  headers.set('x-nonce', nonce);
  headers.set('Content-Security-Policy', policy);
  const response = isReadable
    ? NextResponse.next({ request: { headers } })
    : NextResponse.rewrite(new URL(NOWHERE, request.url), { request: { headers } });
  response.headers.set('Content-Security-Policy', policy);
  return response;
}

function canDecode(pathname: string): boolean {
  try {
    decodeURIComponent(pathname);
    return true;
  } catch {
    return false;
  }
}

/** Where RPC or directory are named as localhost or 127.0.0.1, both spellings are allowed. */
function originOf(url: string): string[] {
  try {
    const { protocol, hostname, port, origin } = new URL(url);
    if (hostname !== 'localhost' && hostname !== '127.0.0.1') return [origin];
    const suffix = port === '' ? '' : `:${port}`;
    return [`${protocol}//localhost${suffix}`, `${protocol}//127.0.0.1${suffix}`];
  } catch {
    return [];
  }
}

export const config = {
  matcher: [
    // Whatever is encoded, also where no policy is needed: it may be encoded badly.
    '/(.*%.*)',
    {
      source: '/((?!api/|_next/static|_next/image|icon.svg|modules/files/).*)',
      // What the router fetches ahead is data. A header that says "prefetch" is anybody's word, and the
      // page that it gets is shown like any other, so it has the policy, too.
      missing: [{ type: 'header', key: 'next-router-prefetch' }],
    },
  ],
};
