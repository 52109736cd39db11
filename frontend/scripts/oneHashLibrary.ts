import type { Plugin } from 'vite'

/**
 * The market hashes with the library that ML-KEM brings anyway: its own code would otherwise pull more of the social
 * pages' copy into every page (a bundler never splits a module), and the market would carry both.
 */
export function oneHashLibrary(): Plugin {
  return {
    name: 'one-hash-library',
    enforce: 'pre',
    async resolveId(source, importer) {
      const [, library, path] = /^@noble\/(hashes|curves)\/([\w/]+?)(?:\.js)?$/.exec(source) ?? []
      if (!library || !path || !importer || !/\/src\/(market|vault)\//.test(importer)) return null
      const lattice = await this.resolve('@noble/post-quantum/ml-kem.js', importer, { skipSelf: true })
      if (!lattice) return null
      return this.resolve(`@noble/${library}/${path}.js`, lattice.id, { skipSelf: true })
    },
  }
}
