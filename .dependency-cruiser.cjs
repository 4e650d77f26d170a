/**
 * The law of the house: who may import whom. `domain <- protocol <- sync <- client`,
 * `domain <- protocol <- server`, `ui` sees `domain` only; client and server meet in the protocol.
 */
const rooms = ['domain', 'protocol', 'sync', 'client', 'server', 'ui'];
const sees = {
  domain: [],
  protocol: ['domain'],
  sync: ['domain', 'protocol'],
  client: ['domain', 'protocol', 'sync'],
  server: ['domain', 'protocol'],
  ui: ['domain'],
};
const tests = '\\.(test|svelte\\.test|browser\\.test)\\.ts$';
const room = (name) => `^src/lib/${name}/`;

const rules = rooms.map((name) => ({
  name: `${name}-sees-only-${sees[name].join('-and-') || 'itself'}`,
  severity: 'error',
  from: { path: room(name), pathNot: tests },
  to: { path: '^src/', pathNot: [name, ...sees[name]].map(room) },
}));

/** The rooms that only think: no browser, no Node, no database, no framework. zod is how the wire is said. */
const pure = [
  {
    name: 'domain-is-pure',
    severity: 'error',
    from: { path: room('domain'), pathNot: tests },
    to: { dependencyTypes: ['npm', 'npm-dev', 'core'] },
  },
  {
    name: 'protocol-and-sync-know-only-zod',
    severity: 'error',
    from: { path: '^src/lib/(protocol|sync)/', pathNot: tests },
    to: { dependencyTypes: ['npm', 'npm-dev', 'core'], pathNot: 'node_modules/zod' },
  },
];

const meeting = [
  {
    name: 'phone-screens-never-see-the-server',
    severity: 'error',
    from: { path: '^src/(routes/\\(asn\\)|routes/masuk|service-worker)/' },
    to: { path: room('server') },
  },
  {
    name: 'desk-and-api-never-see-the-phone',
    severity: 'error',
    from: { path: '^src/routes/(api|\\(opd\\))/' },
    to: { path: room('(client|sync)') },
  },
  {
    name: 'programs-are-nobodys-library',
    severity: 'error',
    from: { path: '^src/(lib|routes)/' },
    to: { path: '^src/cli/' },
  },
  { name: 'no-circles', severity: 'error', from: {}, to: { circular: true } },
  {
    name: 'resolvable',
    severity: 'error',
    from: { path: '^src/lib' },
    to: { couldNotResolve: true, pathNot: '^\\$(app|env|service-worker)' },
  },
];

module.exports = {
  forbidden: [...rules, ...pure, ...meeting],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['svelte', 'browser', 'import', 'node', 'default'],
    },
  },
};
