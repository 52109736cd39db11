import { hashtagRules } from './hashtagRules.ts'

const [hangul, lead, vowel, trail] = [0xac00, 0x1100, 0x1161, 0x11a7]
const [leadCount, vowelCount, trailCount] = [19, 21, 28]
const ascii = /^[\0-\x7f]*$/

function codeOf(character: string): number {
  return character.codePointAt(0) ?? 0
}

function decomposeCharacter(character: string): string {
  const index = codeOf(character) - hangul
  if (index < 0 || index >= leadCount * vowelCount * trailCount) {
    return hashtagRules().decompositions.get(character) ?? character
  }
  const head = [
    lead + Math.floor(index / (vowelCount * trailCount)),
    vowel + (Math.floor(index / trailCount) % vowelCount),
  ]
  const last = index % trailCount
  return String.fromCodePoint(...head, ...(last ? [trail + last] : []))
}

/** Canonical order: within each run of marks, by class, equal classes as they stand. */
function ordered(text: string): string[] {
  const { combining } = hashtagRules()
  const characters: string[] = []
  let marks: string[] = []
  const flush = (): void => {
    marks.sort((a, b) => (combining.get(a) ?? 0) - (combining.get(b) ?? 0))
    for (const mark of marks) characters.push(mark)
    marks = []
  }
  for (const character of text) {
    if (combining.has(character)) {
      marks.push(character)
      continue
    }
    flush()
    characters.push(character)
  }
  flush()
  return characters
}

function composePair(a: string, b: string): string | undefined {
  const [first, second] = [codeOf(a), codeOf(b)]
  const [l, v] = [first - lead, second - vowel]
  if (l >= 0 && l < leadCount && v >= 0 && v < vowelCount) {
    return String.fromCodePoint(hangul + (l * vowelCount + v) * trailCount)
  }
  const [s, t] = [first - hangul, second - trail]
  const isSyllable = s >= 0 && s < leadCount * vowelCount * trailCount && s % trailCount === 0
  if (isSyllable && t > 0 && t < trailCount) return String.fromCodePoint(first + t)
  return hashtagRules().compositions.get(a + b)
}

function compose(characters: readonly string[]): string {
  const { combining } = hashtagRules()
  const composed: string[] = []
  let starter = -1
  let lastClass = 0
  for (const character of characters) {
    const mark = combining.get(character) ?? 0
    const base = composed[starter]
    if (base !== undefined && (starter === composed.length - 1 || lastClass < mark)) {
      const whole = composePair(base, character)
      if (whole !== undefined) {
        composed[starter] = whole
        continue
      }
    }
    if (mark === 0) starter = composed.length
    lastClass = mark
    composed.push(character)
  }
  return composed.join('')
}

/**
 * The one spelling of all texts of allowed characters that differ only in case or composition: NFD, full
 * case folding, NFC, all three from the committed table and never from the browser (idempotent).
 */
export function canonicalText(text: string): string {
  if (ascii.test(text)) return text.toLowerCase()
  const { folds } = hashtagRules()
  const spread = Array.from(text, decomposeCharacter).join('')
  const folded = ordered(spread).map((character) => folds.get(character) ?? character)
  return compose(Array.from(folded.join('')))
}
