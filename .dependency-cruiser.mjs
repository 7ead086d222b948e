// The walls of the house: domain ← contract ← services ← { http, realtime, media, workers } ← main.
const test = '\\.test\\.ts$';
const wall = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    wall(
      'no-circles',
      'Two files that need each other are one file, or three.',
      {},
      { circular: true, viaOnly: { dependencyTypesNot: ['type-only', 'dynamic-import'] } },
    ),
    wall(
      'domain-is-pure',
      'The rules know nothing but themselves: no I/O, no framework, no clock; time and randomness are arguments. Calendars, pinyin and hashes are arithmetic.',
      { path: '^server/domain/', pathNot: test },
      { pathNot: '^(server/domain/|node_modules/(temporal-polyfill|temporal-spec|rrule-temporal|pinyin-pro|@noble/[^/]+)/)' },
    ),
    wall(
      'contract-is-browser-safe',
      'What crosses a wire is read by browsers too: zod, the domain and nothing else.',
      { path: '^server/contract/', pathNot: test },
      { pathNot: '^(server/(contract|domain)/|node_modules/(zod|temporal-polyfill|temporal-spec|@noble/[^/]+)/)' },
    ),
    wall(
      'services-know-no-transport',
      'A use case must run the same from HTTP, a queue or the command line.',
      { path: '^server/services/', pathNot: test },
      { path: '^(server/(http|realtime|media|main|cli)|workers/(?!queues\\.ts)|signage/|studio/)|node_modules/(hono|@hono|mediasoup)/' },
    ),
    wall(
      'database-is-at-the-bottom',
      'The schema and its drivers are used by services, and use none.',
      { path: '^server/db/', pathNot: test },
      { path: '^(server/(services|http|realtime|media|main)|workers/|signage/|studio/)' },
    ),
    wall(
      'transports-do-not-lean-on-each-other',
      'HTTP, workers: each hands over to services. Media and realtime are reached through what main wires.',
      { path: '^(server/(realtime|media)|workers)/', pathNot: test },
      { path: '^server/http/(?!tls/)' },
    ),
    wall(
      'only-main-wires',
      'Nothing imports an entry point.',
      { pathNot: ['^tests/', '^bench/', test] },
      { path: '^(server|workers)/main\\.ts$', pathNot: '^workers/main\\.ts$' },
    ),
    wall(
      'apps-see-the-contract-only',
      'What the server is made of is no business of a browser.',
      { path: '^(signage|studio)/src/' },
      { path: '^(server/(?!contract/|domain/)|workers/|scripts/)' },
    ),
    wall('signage-stands-alone', 'The studio borrows from signage, never the other way.', { path: '^signage/' }, { path: '^studio/' }),
    wall(
      'tests-stay-out',
      'Nothing that is shipped imports a test or a bench.',
      { path: '^(server|workers|signage|studio)/', pathNot: test },
      { path: `^(tests|bench)/|${test}` },
    ),
    wall(
      'resolvable',
      'An import that leads nowhere.',
      { pathNot: '\\.svelte-kit' },
      { couldNotResolve: true, pathNot: '^(\\$|#|\\./\\$types|node:sqlite|virtual:)' },
    ),
  ],
  options: {
    doNotFollow: { path: ['node_modules', 'paraglide'] },
    exclude: { path: '(\\.svelte-kit|/build/|paraglide)' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: 'specify',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'svelte', 'default', 'types'],
      extensions: ['.ts', '.mjs', '.js', '.svelte', '.json'],
    },
  },
};
