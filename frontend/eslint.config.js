import js from '@eslint/js'
import svelte from 'eslint-plugin-svelte'
import globals from 'globals'
import ts from 'typescript-eslint'
import svelteConfig from './svelte.config.js'

// The market is loaded from its own pages only: social pages reach it by `import()` and by types.
const marketParts = 'vault|offers|consents|earnings|deliver|console|market|transactions'
const marketFiles = [
  'src/{market,vault}/**',
  `src/features/{${marketParts.replaceAll('|', ',')}}/**`,
  'src/pages/{Market,Vault,Offer,Offers,Consents,Earnings,Business*}.svelte',
  'src/state/{vault,market}*',
  'src/chain/{marketLogs,readDeal,readDelivery,readMarket,revert,sendTransaction}.ts',
  'src/**/*.test.ts',
]
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
    ignores: marketFiles,
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `/(market|vault|features/(${marketParts}))/|^\\.\\.?/(${marketParts})/|/state/(vault|marketTrust)|/(marketAbi|marketLogs|readDeal|readDelivery|readMarket|revert|sendTransaction)\\.`,
              allowTypeImports: true,
              message: 'Market code is loaded lazily: use import(), or import a type.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['scripts/**', '*.config.*'],
    languageOptions: { globals: globals.node },
    rules: { 'no-console': 'off' },
  },
)
