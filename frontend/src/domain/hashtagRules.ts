import { classes, combiningClasses, decompositions, foldExpansions, folds } from './hashtagTable.ts'

/** L letter or underscore, M mark, N digit. */
export type CharacterClass = 'L' | 'M' | 'N'

interface Rules {
  runs: readonly (readonly [first: number, last: number, value: string])[]
  combining: ReadonlyMap<string, number>
  folds: ReadonlyMap<string, string>
  decompositions: ReadonlyMap<string, string>
  compositions: ReadonlyMap<string, string>
}

const base36 = (text: string | undefined): number => Number.parseInt(text ?? '', 36)
const items = (table: string): string[][] => table.split(',').map((item) => item.split('.'))

function readRuns(table: string): [first: number, last: number, value: string][] {
  let end = 0
  return items(table).map(([gap, length, value = '']) => {
    const first = end + base36(gap)
    end = first + base36(length)
    return [first, end, value]
  })
}

function readFolds(): Map<string, string> {
  const read = new Map<string, string>()
  let first = 0
  for (const [gap = 0, count = 0, step = 1, shift = 0] of items(folds).map((item) => item.map(base36))) {
    first += gap
    for (let at = 0; at < count; at++) {
      const code = first + at * step
      read.set(String.fromCodePoint(code), String.fromCodePoint(code + shift))
    }
  }
  for (const item of items(foldExpansions)) {
    const [character = '', ...target] = item.map((code) => String.fromCodePoint(base36(code)))
    read.set(character, target.join(''))
  }
  return read
}

function readDecompositions(): Pick<Rules, 'decompositions' | 'compositions'> {
  const single = new Map<string, string>()
  const compositions = new Map<string, string>()
  let [code, first] = [0, 0]
  for (const item of decompositions.split(',')) {
    const [gap, move, second] = item.replace('!', '').split('.')
    code += base36(gap)
    first += base36(move)
    const target = String.fromCodePoint(first, ...(second === undefined ? [] : [base36(second)]))
    single.set(String.fromCodePoint(code), target)
    if (second !== undefined && !item.endsWith('!')) compositions.set(target, String.fromCodePoint(code))
  }
  const expand = (character: string): string => {
    const target = single.get(character)
    return target === undefined ? character : Array.from(target, expand).join('')
  }
  return { decompositions: new Map([...single.keys()].map((key) => [key, expand(key)])), compositions }
}

let cached: Rules | undefined

/** The committed table, read at the first hashtag; its strings are the ones of `hashtag_table.py`. */
export function hashtagRules(): Rules {
  if (cached) return cached
  const combining = new Map<string, number>()
  for (const [first, last, value] of readRuns(combiningClasses)) {
    for (let code = first; code <= last; code++) combining.set(String.fromCodePoint(code), base36(value))
  }
  cached = { runs: readRuns(classes), combining, folds: readFolds(), ...readDecompositions() }
  return cached
}

/** The class of a code point, null for what no tag may hold. */
export function classOf(code: number): CharacterClass | null {
  const { runs } = hashtagRules()
  let [low, high] = [0, runs.length - 1]
  while (low <= high) {
    const middle = (low + high) >> 1
    const [first, last, value] = runs[middle] ?? [0, 0, '']
    if (code < first) high = middle - 1
    else if (code > last) low = middle + 1
    else return value as CharacterClass // Safety: the generator writes L, M and N alone.
  }
  return null
}
