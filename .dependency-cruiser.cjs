/**
 * The layer rules of CONTRIBUTING.md ("Where code lives"), checked by `npm test -- layers`.
 *
 * In lib/ a file's suffix says what it may touch; a file without one is pure. Domains import only to
 * the left of ORDER. Type-only imports are erased, so they may cross where noted.
 */
const ORDER = [
  'shared',
  'content',
  'modules',
  'providers',
  'offers',
  'solver',
  'deals',
  'execution',
  'directory',
  'disputes',
  'receipts',
  'mediation',
];

const TEST = '\\.(test|spec)\\.tsx?$|/testing/';
const impure = (suffixes) => `^lib/.*\\.(${suffixes})\\.tsx?$`;
/** Files of lib without a suffix; generated code and tests are outside. */
const PURE = '^lib/.*/[^./]+\\.tsx?$';
const IO_PACKAGES =
  '^(node:)?(fs|child_process|net|http|https|os|worker_threads|dns|tls)(/|$)|node_modules/(pg|drizzle-orm|graphile-worker|pino|react|react-dom|next|wagmi|@rainbow-me|@tanstack|hono|@hono)/';

const forbid = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    forbid(
      'no-cycles',
      'Two files that need each other are one. (Types may: they are erased.)',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    ),
    forbid(
      'pure-files-are-pure',
      'A file of lib without a suffix has no I/O, clock, randomness, React or database.',
      { path: PURE, pathNot: [TEST, '/generated/'] },
      {
        path: impure('repo|query|service|server|client|handler|worker'),
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'pure-files-use-no-io-packages',
      'A file of lib without a suffix has no I/O, React or database.',
      { path: PURE, pathNot: [TEST, '/generated/'] },
      { path: IO_PACKAGES, dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'views-and-jobs-are-pure',
      '.view formats, .job names a queue and its payload: both use pure files.',
      { path: impure('view|job') },
      { path: [impure('repo|query|service|server|client|handler'), IO_PACKAGES] },
    ),
    forbid(
      'repos-and-queries-know-no-use-case',
      'Repos and queries read and write tables; they call no service, process or browser.',
      { path: impure('repo|query') },
      { path: impure('service|server|client|handler'), dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'services-use-repos',
      'A use case reaches tables by repos and queries.',
      { path: impure('service') },
      { path: '^drizzle/', dependencyTypesNot: ['type-only'] },
    ),
    forbid(
      'client-files-stay-in-the-browser',
      'What runs in the browser imports nothing that needs a process or a database.',
      { path: impure('client') },
      {
        path: [impure('repo|query|server|handler'), '^drizzle/', '^(node:)?(fs|child_process)$'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    ...ORDER.map((domain, i) =>
      forbid(
        `order-${domain}`,
        `Domains import only to the left: ${ORDER.join(' < ')}.`,
        { path: `^lib/${domain}/`, pathNot: TEST },
        {
          path: `^lib/(${ORDER.slice(i + 1).join('|') || 'nothing-is-right-of-the-last'})/`,
        },
      ),
    ),
    forbid(
      'app-uses-queries-and-services',
      'Pages and routes use queries and services, never repos or tables.',
      { path: '^app/' },
      { path: [impure('repo|handler'), '^drizzle/', 'node_modules/(pg|drizzle-orm)/'] },
    ),
    forbid(
      'components-stay-in-the-browser',
      'Components use pure files, views and .client hooks.',
      { path: '^components/' },
      {
        path: [impure('repo|query|service|server|handler'), '^drizzle/', '^app/', '^workers/'],
        dependencyTypesNot: ['type-only'],
      },
    ),
    forbid(
      'ui-knows-no-domain',
      'components/ui has no domain words.',
      { path: '^components/ui/' },
      { path: '^(lib/(?!(shared|env)/)|components/(?!ui/))' },
    ),
    forbid(
      'lib-is-below',
      'lib is used by app, components and workers, not the other way round.',
      { path: '^lib/', pathNot: TEST },
      { path: '^(app|components|workers)/' },
    ),
    forbid(
      'workers-have-no-pages',
      'Workers never import app or components.',
      { path: '^workers/' },
      { path: '^(app|components)/' },
    ),
    forbid(
      'handlers-belong-to-the-indexer',
      'Chain events are applied by the indexer only.',
      { pathNot: '^(workers/indexer|test)/' },
      { path: '\\.handler\\.ts$' },
    ),
    forbid(
      'production-does-not-use-tests',
      'Test helpers stay in tests.',
      { path: '^(app|components|lib|workers|drizzle|scripts/start)', pathNot: TEST },
      { path: `^(test|e2e)/|${TEST}` },
    ),
    forbid(
      'production-uses-no-dev-packages',
      'What runs in production must be in dependencies.',
      { path: '^(app|components|lib|workers|drizzle)/', pathNot: TEST },
      {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        dependencyTypesNot: ['type-only'],
        pathNot: 'node_modules/@types/',
      },
    ),
    forbid('everything-resolves', 'An import leads nowhere.', {}, { couldNotResolve: true }),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(\\.next|dist|contracts|node_modules/\\.cache)/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.css', '.d.ts'],
    },
    cache: false,
  },
};
