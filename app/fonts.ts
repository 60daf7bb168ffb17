import localFont from 'next/font/local';

/*
 * The Latin part of each face, variable in weight: 53 kB in all, where the whole faces are 142 kB that
 * stand before the first text. Other scripts and signs are the system's.
 */

export const sans = localFont({
  src: '../node_modules/@fontsource-variable/geist/files/geist-latin-wght-normal.woff2',
  variable: '--font-geist-sans',
  weight: '100 900',
});

export const mono = localFont({
  src: '../node_modules/@fontsource-variable/geist-mono/files/geist-mono-latin-wght-normal.woff2',
  variable: '--font-geist-mono',
  weight: '100 900',
  // Digests and addresses keep their width while it loads.
  fallback: ['ui-monospace', 'monospace'],
  adjustFontFallback: false,
});
