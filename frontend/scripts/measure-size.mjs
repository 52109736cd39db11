// Measures a built bundle against its budgets: what the first page loads, all that the social pages could ever
// load, and what lies behind the doors of the market and of the people pages.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, posix } from 'node:path'
import { gzipSync } from 'node:zlib'

const folder = process.argv[2] ?? 'dist'
// The market was planned at 110 kB and takes 188: this holds it where it is until it is made smaller.
const budget = {
  first: 30 * 1024,
  social: 120 * 1024,
  market: 190 * 1024,
  people: 60 * 1024,
  report: 20 * 1024,
}

if (!existsSync(join(folder, 'index.html'))) {
  console.error(`There is no bundle in ${folder}: run "npm run build" first.`)
  process.exit(1)
}

/** Bytes on the wire: gzip for text, as they are for what is compressed already. @param {string} file */
function wireBytes(file) {
  const bytes = readFileSync(join(folder, file))
  return /\.(woff2|png)$/.test(file) ? bytes.length : gzipSync(bytes, { level: 9 }).length
}

/** A module with everything it imports statically: what must arrive before it runs. @param {string} file @param {Set<string>} seen */
function withImports(file, seen) {
  if (seen.has(file)) return seen
  seen.add(file)
  const source = readFileSync(join(folder, file), 'utf8')
  for (const [, path] of source.matchAll(
    /(?:^|[;}\s])import\s*(?:[\w*{}\s,$]+from\s*)?["'](\.[^"']+\.js)["']/g,
  )) {
    if (path) withImports(posix.normalize(posix.join(dirname(file), path)), seen)
  }
  return seen
}

const html = readFileSync(join(folder, 'index.html'), 'utf8')
const linked = [...html.matchAll(/(?:src|href)="\.\/(assets\/[^"]+)"/g)].map((match) => match[1] ?? '')
const first = new Set(['index.html'])
for (const file of linked) {
  if (file.endsWith('.js')) withImports(file, first)
  else first.add(file)
}
const assets = readdirSync(join(folder, 'assets'))
  .filter((file) => !file.endsWith('.map'))
  .map((file) => `assets/${file}`)
/** @param {string} part */
const filesOf = (part) => assets.filter((file) => file.startsWith(`assets/${part}`))
const [market, people, report] = [filesOf('market'), filesOf('people'), filesOf('report')]
const behindDoors = [...market, ...people, ...report]
const social = ['index.html', ...assets.filter((file) => !behindDoors.includes(file))]
/** Files that would load what is behind another door. What both market and people use is `people-shared`. */
const strayed = [
  ...loading(social, behindDoors),
  ...loading(people, [...market, ...report]),
  ...loading(market, report),
  ...loading(
    market,
    people.filter((file) => !file.startsWith('assets/people-shared')),
  ),
]
/** @param {string[]} files @param {string[]} others */
function loading(files, others) {
  return files.filter(
    (file) => file.endsWith('.js') && [...withImports(file, new Set())].some((seen) => others.includes(seen)),
  )
}

/** @param {Iterable<string>} files */
const sum = (files) => [...files].reduce((total, file) => total + wireBytes(file), 0)
/** @param {number} bytes */
const kB = (bytes) => (bytes / 1024).toFixed(1)
const measured = {
  first: sum(first),
  social: sum(social),
  market: sum(market),
  people: sum(people),
  report: sum(report),
}

/** @param {keyof typeof measured} part */
const figure = (part) => `${part.padEnd(7)} ${kB(measured[part]).padStart(6)} kB of ${kB(budget[part])}`
console.log(`${figure('first')}  (HTML, styles and scripts before the first page; the font arrives after it)`)
console.log(`${figure('social')}  (${social.length} files, the first load and the font included)`)
console.log(
  `${figure('market')}  (${market.length} files, loaded only from the market's own pages; planned: 110)`,
)
console.log(
  `${figure('people')}  (${people.length} files, loaded only where somebody asks why a level stands, or tips)`,
)
console.log(`${figure('report')}  (${report.length} files, loaded with the report of an offer)`)
for (const file of [...social, ...behindDoors]
  .sort((a, b) => wireBytes(b) - wireBytes(a))
  .slice(0, Number(process.env['TOP'] ?? 8))) {
  console.log(`  ${kB(wireBytes(file)).padStart(6)}  ${first.has(file) ? 'first' : '     '}  ${file}`)
}
if (strayed.length > 0) {
  console.error(`Loaded where it is not wanted, the market or the people pages, with ${strayed.join(', ')}.`)
  process.exit(1)
}
if (Object.keys(budget).some((part) => measured[part] > budget[part])) {
  console.error('The bundle is over its budget.')
  process.exit(1)
}
