import { unstable_doesMiddlewareMatch as doesProxyMatch } from 'next/experimental/testing/server';
import { NextRequest } from 'next/server';
import { describe, expect, it } from 'vitest';
import { config, proxy } from './proxy';

const BAD = ['%E0%A4%A', '%FF', '%', '%zz', '100%'];
const asked = (path: string) => proxy(new NextRequest(`http://localhost:3000${path}`));
const isAsked = (url: string) => doesProxyMatch({ config, nextConfig: {}, url });
const rewrittenTo = (response: Response) => response.headers.get('x-middleware-rewrite');

describe('a path that is not well encoded', () => {
  it.each(BAD)('%s leads to the page that says so, under the policy of pages', (bad) => {
    for (const path of [`/modules/${bad}`, `/modules/${bad}/run`, `/deals/${bad}`]) {
      const response = asked(path);
      expect(rewrittenTo(response)).toBe('http://localhost:3000/not-found');
      expect(response.headers.get('content-security-policy')).toMatch("default-src 'self'");
    }
  });

  it.each(BAD)('%s is 404 in the API, as JSON', async (bad) => {
    const response = asked(`/api/v1/modules/${bad}`);
    expect(response.status).toBe(404);
    expect((await response.json()).error.code).toBe('bad-path');
  });

  it('is seen wherever it is', () => {
    for (const path of ['/modules/%FF', '/api/v1/deals/%E0%A4%A', '/modules/files/%FF']) {
      expect(isAsked(path)).toBe(true);
    }
  });
});

describe('any other path', () => {
  it('goes on unchanged, encoded or not', () => {
    for (const path of ['/', '/modules/cowsay', '/modules/%C3%A4%20%25', '/api/v1/modules/%41']) {
      const response = asked(path);
      expect(rewrittenTo(response)).toBeNull();
      expect(response.headers.get('x-middleware-next')).toBe('1');
    }
  });

  it('has the policy also where a browser says that it fetches ahead', () => {
    const headers = { purpose: 'prefetch', 'sec-purpose': 'prefetch' };
    expect(doesProxyMatch({ config, nextConfig: {}, url: '/deals', headers })).toBe(true);
    const data = { 'next-router-prefetch': '1' };
    expect(doesProxyMatch({ config, nextConfig: {}, url: '/deals', headers: data })).toBe(false);
  });

  it('of the API or of a file is not looked at', () => {
    expect(isAsked('/api/v1/job-offers')).toBe(false);
    expect(isAsked('/modules/files/cow.png')).toBe(false);
    expect(isAsked('/modules/cowsay')).toBe(true);
  });
});
