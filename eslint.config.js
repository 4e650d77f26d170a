import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Clock and chance are arguments in the rooms that only think. */
const pure = [
  {
    selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
    message: 'The clock is an argument here.',
  },
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message: 'The clock is an argument here.',
  },
  {
    selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
    message: 'Chance is an argument here.',
  },
];

/** What phones of 2021 (Chrome 88) do not have. */
const missingOnOldPhones = [
  {
    selector: "MemberExpression[property.name='randomUUID']",
    message: 'Chrome 88 lacks crypto.randomUUID: use uuid.',
  },
  { selector: "CallExpression[callee.name='structuredClone']", message: 'Chrome 88 lacks structuredClone.' },
  {
    selector:
      'CallExpression[callee.property.name=/^(at|toSorted|toReversed|findLast|findLastIndex|groupBy|withResolvers)$/]',
    message: 'Chrome 88 lacks this method.',
  },
  {
    selector: "CallExpression[callee.object.name='Object'][callee.property.name='hasOwn']",
    message: 'Chrome 88 lacks Object.hasOwn.',
  },
];

export default ts.config(
  { ignores: ['build/', '.svelte-kit/', 'data/', 'node_modules/', 'test-results/', 'docs/'] },
  js.configs.recommended,
  ...ts.configs.recommendedTypeChecked,
  ...svelte.configs.recommended,
  {
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: { allowDefaultProject: ['*.js', 'src/cli/*.js', 'tests/*.js'] },
        tsconfigRootDir: import.meta.dirname,
        extraFileExtensions: ['.svelte'],
      },
    },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      '@typescript-eslint/ban-ts-comment': [
        'error',
        { 'ts-ignore': true, 'ts-expect-error': 'allow-with-description' },
      ],
      '@typescript-eslint/require-await': 'off',
      'no-console': 'error',
      'max-params': ['error', { max: 4 }],
      eqeqeq: 'error',
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      // Paths are never relative to a base here, and the shell must work at any depth.
      'svelte/no-navigation-without-resolve': 'off',
      // The linter does not see into other components, whose props it takes for any; svelte-check does.
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'no-restricted-imports': ['error', { paths: ['svelte/store'] }],
    },
  },
  {
    files: ['src/lib/domain/**', 'src/lib/protocol/**', 'src/lib/sync/**'],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...pure, ...missingOnOldPhones] },
  },
  {
    files: [
      'src/lib/client/**',
      'src/lib/ui/**',
      'src/routes/(asn)/**',
      'src/routes/masuk/**',
      'src/service-worker/**',
    ],
    ignores: ['**/*.test.ts'],
    rules: { 'no-restricted-syntax': ['error', ...missingOnOldPhones] },
  },
  { files: ['src/cli/**', 'tests/**'], rules: { 'no-console': 'off' } },
  // Plain JavaScript runs before anything is installed: it is not part of any type-checked world.
  { files: ['**/*.js', '**/*.cjs'], extends: [ts.configs.disableTypeChecked] },
);
