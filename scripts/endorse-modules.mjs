#!/usr/bin/env node
import { runBundled } from './start/run-bundled.mjs';

// npm run modules:endorse [-- ID...]: signs modules/endorsements.json with MAINTAINER_KEY_FILE.
await runBundled('workers/endorse/main.ts', 'endorse');
