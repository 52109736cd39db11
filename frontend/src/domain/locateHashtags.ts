import type { Tag } from './brands.ts'
import { canonicalText } from './canonicalText.ts'
import { classOf } from './hashtagRules.ts'

/** A hashtag in a text: `start` is its sign's place, `end` the place after it, in UTF-16 units. */
export interface LocatedHashtag {
  tag: Tag
  start: number
  end: number
}

const maxCharacters = 50
const signs = new Set(['#', '\uff03'])
const joiners = new Set(['\u200c', '\u200d'])

interface Run {
  visible: string
  form: string
  end: number
}

/** The run of tag characters from `at` on, joiners between them included in the place but not in the text. */
function readRun(text: string, at: number): Run {
  const run: Run = { visible: '', form: '', end: at }
  let next = at
  while (next < text.length) {
    const character = String.fromCodePoint(text.codePointAt(next) ?? 0)
    next += character.length
    const kind = classOf(character.codePointAt(0) ?? 0)
    if (kind) {
      run.visible += character
      run.form += kind
      run.end = next
    } else if (!joiners.has(character) || run.visible === '') break
  }
  return run
}

function tagOf({ visible, form }: Run): Tag | null {
  if (!/^(?=N*[LM])[LN]/.test(form)) return null
  const tag = canonicalText(visible)
  return Array.from(tag).length > maxCharacters ? null : (tag as Tag) // Safety: made by the hashtag rule.
}

/** Every hashtag of a text in order, repeated ones too; the rule is the one of `hashtag.py`. */
export function locateHashtags(text: string): LocatedHashtag[] {
  const found: LocatedHashtag[] = []
  let previousIsTagCharacter = false
  for (let at = 0; at < text.length;) {
    const character = String.fromCodePoint(text.codePointAt(at) ?? 0)
    const start = at
    at += character.length
    if (signs.has(character) && !previousIsTagCharacter) {
      const run = readRun(text, at)
      const tag = tagOf(run)
      if (tag !== null) found.push({ tag, start, end: run.end })
      previousIsTagCharacter = run.end > at
      at = run.end
      continue
    }
    previousIsTagCharacter = classOf(character.codePointAt(0) ?? 0) !== null
  }
  return found
}
