import type { NextConfig } from 'next';

/** Headers that hold for every answer; the content policy depends on the request (proxy.ts). */
const headers = [
  { key: 'X-Content-Type-Options', value: 'nosniff' },
  { key: 'Referrer-Policy', value: 'same-origin' },
  { key: 'X-Frame-Options', value: 'DENY' },
  { key: 'Permissions-Policy', value: 'camera=(), microphone=(), geolocation=()' },
];

/**
 * Compilers that the build has packed (scripts/start/toolchains.mjs). Said here, as a route's own
 * Content-Encoding does not reach the browser.
 */
const packed = {
  source: '/toolchain/:folder/:name(llvm\\.core\\.wasm|llvm-resources\\.tar|asc\\.js)',
  headers: [{ key: 'Content-Encoding', value: 'gzip' }],
};

const config: NextConfig = {
  poweredByHeader: false,
  reactStrictMode: true,
  typescript: { ignoreBuildErrors: true },
  serverExternalPackages: ['pg', 'graphile-worker', 'pino'],
  headers: async () => [{ source: '/:path*', headers }, packed],
};

export default config;
