#!/usr/bin/env node
// The core tests of the WebAssembly specification, each module plain and transformed: the same
// results and traps, or exit 1.  node scripts/test-spec.mjs [--file NAME] [--suite FOLDER of .wast]
import { runBundled } from './start/run-bundled.mjs';

await runBundled('test/spec/main.ts', 'spec-main');
