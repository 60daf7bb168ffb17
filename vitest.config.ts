import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/**
 * `unit` needs nothing but the code; `integration` starts real services by test/stack, a file at a
 * time, so that two cores are enough; `market` lives through a whole market (npm run test:market);
 * `engines` drives container engines and clusters of the system, where they are (npm run test:engines).
 */
export default defineConfig({
  resolve: { alias: { '@': fileURLToPath(new URL('.', import.meta.url)).replace(/\/$/, '') } },
  test: {
    exclude: ['node_modules/**', 'dist/**', '.next/**', 'contracts/**', 'e2e/**', '.data/**'],
    // A second, the default, is less than a busy machine may take to tell a change.
    expect: { poll: { timeout: 15_000 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['**/*.test.{ts,tsx}'],
          exclude: [
            '**/*.integration.test.ts',
            '**/*.{engine,engine-long}.test.ts',
            'node_modules/**',
            'dist/**',
            '.next/**',
            'contracts/**',
            'e2e/**',
            '.data/**',
          ],
          testTimeout: 20_000,
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['**/*.integration.test.ts'],
          exclude: ['test/workers/**', 'node_modules/**', 'dist/**', '.next/**', '.data/**'],
          globalSetup: ['test/integration-setup.ts'],
          fileParallelism: false,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      ...[
        { name: 'engines', include: ['{lib,test}/**/*.engine.test.ts'] },
        { name: 'engines-all', include: ['{lib,test}/**/*.{engine,engine-long}.test.ts'] },
      ].map((project) => ({
        extends: true as const,
        test: { ...project, fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 },
      })),
      {
        extends: true,
        test: {
          name: 'market',
          include: ['test/workers/**/*.integration.test.ts'],
          globalSetup: ['test/integration-setup.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
