import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'
import { join } from 'node:path'
import { planChunks } from './scripts/chunks.ts'
import { oneHashLibrary } from './scripts/oneHashLibrary.ts'
import { listDeployments, listMarkets, listPeople } from './scripts/deployments.ts'

/**
 * Two bundles from one source: `production` and `devnet`. Only the second knows the burner wallet:
 * `__BURNER__` is a literal, so the production build drops the import and its chunk.
 */
export default defineConfig(({ mode }) => {
  const burner = mode === 'devnet' || mode === 'development'
  const gateway = process.env['GATEWAY'] ?? 'http://127.0.0.1:8000'
  const { plugin, groupOf } = planChunks()
  return {
    base: './',
    plugins: [
      svelte(),
      plugin,
      oneHashLibrary(),
      { name: 'one-line-html', transformIndexHtml: (html: string) => html.replace(/\n\s*/g, ' ') },
    ],
    define: {
      __BURNER__: JSON.stringify(burner),
      __DEPLOYMENTS__: JSON.stringify(listDeployments(join(import.meta.dirname, '../deployments'))),
      __PEOPLE__: JSON.stringify(listPeople(join(import.meta.dirname, '../deployments'))),
      __MARKETS__: JSON.stringify(listMarkets(join(import.meta.dirname, '../deployments'))),
    },
    build: {
      target: 'es2022',
      cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
      outDir: mode === 'devnet' ? 'build/dev' : 'dist',
      emptyOutDir: true,
      modulePreload: {
        polyfill: false,
        resolveDependencies: (_, files) => files.filter((file) => file.endsWith('.css')),
      },
      assetsInlineLimit: 0,
      cssCodeSplit: true,
      reportCompressedSize: false,
      rolldownOptions: {
        treeshake: {
          moduleSideEffects: [{ test: /svelte.src.internal.(client|shared)/, sideEffects: false }],
        },
        output: { codeSplitting: { includeDependenciesRecursively: false, groups: [{ name: groupOf }] } },
      },
    },
    // Workers are the market's so far: their names put them into its budget.
    worker: {
      format: 'es' as const,
      rolldownOptions: { output: { entryFileNames: 'assets/market-[name]-[hash].js' } },
    },
    server: { proxy: { '/v1': gateway, '/ipfs': gateway } },
    resolve: process.env['VITEST'] ? { conditions: ['browser'] } : {},
    test: {
      environment: 'jsdom',
      include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
      setupFiles: ['src/test-setup.ts'],
      restoreMocks: true,
    },
  }
})
