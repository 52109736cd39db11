import { vitePreprocess } from '@sveltejs/vite-plugin-svelte'

/** Accessibility warnings of the compiler are errors: a page that warns does not build. */
export default {
  preprocess: vitePreprocess(),
  compilerOptions: { runes: true, discloseVersion: false },
  onwarn(warning) {
    throw new Error(`${warning.filename ?? ''}: ${warning.code}: ${warning.message}`)
  },
}
