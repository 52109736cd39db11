// Writes sw.js beside a built bundle: the list of the shell's files and a version made of their bytes.
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'

const folder = process.argv[2] ?? 'dist'

/** @param {string} at @returns {string[]} */
function filesUnder(at) {
  return readdirSync(at, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? filesUnder(join(at, entry.name)) : [join(at, entry.name)],
  )
}

const files = filesUnder(folder)
  .map((file) => relative(folder, file).replaceAll('\\', '/'))
  .filter((file) => file !== 'sw.js' && !file.endsWith('.map'))
  .sort()
const hash = createHash('sha256')
for (const file of files) hash.update(file).update(readFileSync(join(folder, file)))

const template = readFileSync(new URL('./service-worker.template.js', import.meta.url), 'utf8')
const source = template
  .replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)))
  .replace('__FILES__', JSON.stringify(['./', ...files.filter((file) => file !== 'index.html')]))
writeFileSync(join(folder, 'sw.js'), source)
