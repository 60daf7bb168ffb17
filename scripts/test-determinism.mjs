#!/usr/bin/env node
// Every job of the catalogue and thousands of random modules on every engine at hand: the same
// status, fuel and digests, or exit 1.  node scripts/test-determinism.mjs [--count 2000] [--seed 1]
// [--browser-count (as many)] [--allow-skipped (fewer than two other versions of V8)]
import { runBundled } from './start/run-bundled.mjs';

await runBundled('test/determinism/main.ts', 'determinism-main');
