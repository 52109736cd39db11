import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

// The market and the people pages are loaded from their own pages only: social pages reach them by `import()` and by
// types. What both use, the people pages may use too.
const sharedParts = 'transactions|relay'
const marketParts = 'vault|offers|consents|earnings|deliver|console|market'
const sharedFiles = [
  `src/features/{${sharedParts.replaceAll('|', ',')}}/**`,
  'src/chain/{revert,sendTransaction}.ts',
]
const peopleFiles = [
  'src/personhood/**',
  'src/features/people/**',
  'src/pages/Personhood.svelte',
  'src/state/people*',
  'src/api/people*',
  'src/chain/{readPeople,peopleErrors}.ts',
]
const marketFiles = [
  'src/{market,vault}/**',
  `src/features/{${marketParts.replaceAll('|', ',')}}/**`,
  'src/pages/{Market,Vault,Offer,Offers,Consents,Earnings,Business*}.svelte',
  'src/state/{vault,market}*',
  'src/chain/{marketLogs,marketErrors,readDeal,readDelivery,readMarket}.ts',
  'src/**/*.test.ts',
]
const marketPattern = `/(market|vault|features/(${marketParts}))/|^\\.\\.?/(${marketParts})/|/state/(vault|marketTrust)|/(marketAbi|marketErrors|marketLogs|readDeal|readDelivery|readMarket)\\.`
const sharedPattern = `/features/(${sharedParts})/|^\\.\\.?/(${sharedParts})/|/(tokenAbi|revert|sendTransaction)\\.`
const peoplePattern = `/(personhood|features/people)/|^\\.\\.?/people/|/(peopleAbi|readPeople|peopleErrors|peopleTrust)\\.|/api/people`
const keptOut = (regex, message) => ({
  '@typescript-eslint/no-restricted-imports': [
    'error',
    { patterns: [{ regex, allowTypeImports: true, message }] },
  ],
})
const viemDoors = ['src/chain/**', 'src/wallet/**', 'src/verify/**']

export default ts.config(
  { ignores: ['dist/', 'build/', 'coverage/', 'src/**/*.gen.ts', 'src/domain/hashtagTable.ts'] },
  js.configs.recommended,
  ...ts.configs.strict,
  ...svelte.configs['flat/recommended'],
  { languageOptions: { globals: { ...globals.browser, __BURNER__: 'readonly' } } },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: {
      parserOptions: {
        parser: ts.parser,
        extraFileExtensions: ['.svelte'],
        svelteConfig: { ...svelteConfig, onwarn: undefined },
      },
    },
  },
  {
    rules: {
      'no-undef': 'off',
      'no-console': 'error',
      eqeqeq: 'error',
      'svelte/no-at-html-tags': 'error',
      'svelte/valid-compile': 'error',
      'svelte/button-has-type': 'error',
      'svelte/no-inline-styles': ['error', { allowTransitions: false }],
      'svelte/no-target-blank': 'error',
      'svelte/require-each-key': 'error',
      'svelte/no-navigation-without-resolve': 'off',
      'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': ['error', { disallowTypeAnnotations: false }],
      // Sets, maps and URLs here are built, read and dropped; what must react is $state.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  {
    files: ['**/*.svelte'],
    rules: {
      'svelte/max-lines-per-block': [
        'error',
        { script: 110, template: 130, style: 130, skipBlankLines: true },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    ignores: viemDoors,
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ group: ['viem', 'viem/*'], message: 'viem only in chain, wallet and verify.' }] },
      ],
    },
  },
  {
    files: ['src/**/*.ts', 'src/**/*.svelte'],
    ignores: [...marketFiles, ...peopleFiles, ...sharedFiles],
    rules: keptOut(
      `${marketPattern}|${sharedPattern}|${peoplePattern}`,
      'The market and the people pages are loaded lazily: use import(), or import a type.',
    ),
  },
  {
    files: marketFiles,
    ignores: ['src/**/*.test.ts'],
    rules: keptOut(peoplePattern, 'The market does not load the people pages: import a type, or share it.'),
  },
  {
    files: [...peopleFiles, ...sharedFiles],
    ignores: ['src/**/*.test.ts'],
    rules: keptOut(marketPattern, 'The people pages do not load the market: import a type, or share it.'),
  },
  {
    files: ['scripts/**', '*.config.*'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
)
