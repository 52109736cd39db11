import { describe, expect, it } from 'vitest'
import { canonicalTag } from './canonicalTag.ts'
import { canonicalText } from './canonicalText.ts'
import { findHashtags } from './findHashtags.ts'
import { hashtagRules } from './hashtagRules.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { keccak256 } from './keccak256.ts'
import { locateHashtags } from './locateHashtags.ts'
import { tagId } from './tagId.ts'
import { utf8 } from './utf8.ts'
import { codeOf, randomFrom, vectors } from './vectors.testing.ts'

interface Golden {
  texts: { text: string; tags: string[] }[]
  random: { text: string; tags: string[] }[]
  given: { given: string; canonical: string | null }[]
  everyCharacter: { block: number; count: number; digest: Hex }[]
  ids: { tag: string[]; id: Hex[] }
}

const golden = vectors<Golden>('hashtag')

function allowedCharacters(): number[] {
  return hashtagRules().runs.flatMap(([first, last]) =>
    Array.from({ length: last - first + 1 }, (_, at) => first + at),
  )
}

describe('golden vectors', () => {
  it.each(golden.texts.map(({ text, tags }) => [text, tags] as const))('%j', (text, tags) => {
    expect(findHashtags(text)).toEqual(tags)
  })

  it('finds in 300 random texts what Python finds', () => {
    for (const { text, tags } of golden.random) expect([text, findHashtags(text)]).toEqual([text, tags])
  })

  it.each(golden.given.map(({ given, canonical }) => [given, canonical] as const))(
    'the tag %j',
    (given, canonical) => {
      if (canonical === null) expect(codeOf(() => canonicalTag(given))).toBe('hashtag.invalid')
      else expect(canonicalTag(given)).toBe(canonical)
    },
  )

  it('spells each of 133,543 characters as Python does', () => {
    const forms = new Map<number, string>()
    for (const code of allowedCharacters()) {
      const block = code >> 12
      forms.set(block, (forms.get(block) ?? '') + canonicalText(String.fromCodePoint(code)))
    }
    for (const { block, digest } of golden.everyCharacter) {
      expect([block, hexOfBytes(keccak256(utf8(forms.get(block) ?? '')))]).toEqual([block, digest])
    }
    expect(forms.size).toBe(golden.everyCharacter.length)
  })

  it('has the ids', () => {
    golden.ids.tag.forEach((tag, index) => expect(tagId(tag)).toBe(golden.ids.id[index]))
  })
})

describe('the browser', () => {
  it('composes allowed characters as the table does', () => {
    const random = randomFrom(11)
    const { decompositions, combining } = hashtagRules()
    const crowded = 'aeS\u0131\u03b1\u0300\u0301\u0308\u030d\u0316\u0323\u0327\u0345\u1100\u1161\u11a8\uac00'
    const pools = [[...decompositions.keys(), ...combining.keys()], [...crowded]]
    for (let round = 0; round < 5000; round++) {
      const pool = pools[round % 2] ?? []
      const text = Array.from(
        { length: 1 + Math.floor(random() * 5) },
        () => pool[Math.floor(random() * pool.length)],
      ).join('')
      const once = canonicalText(text)
      expect(canonicalText(once)).toBe(once)
      expect(canonicalText(text.normalize('NFC'))).toBe(once)
      expect(canonicalText(text.normalize('NFD'))).toBe(once)
      expect(once.normalize('NFC')).toBe(once)
    }
  })
})

describe('locateHashtags', () => {
  it('gives the place in UTF-16 units, sign and joiners included', () => {
    const text = '🙂 #𐐀x, ＃می\u200cخ #12 #b'
    const places = locateHashtags(text).map(({ tag, start, end }) => [tag, text.slice(start, end)])
    expect(places).toEqual([
      ['𐐨x', '#𐐀x'],
      ['میخ', '＃می\u200cخ'],
      ['b', '#b'],
    ])
  })

  it('counts the first 32 only where tags are counted', () => {
    const text = Array.from({ length: 40 }, (_, at) => `#t${at}`).join(' ')
    expect(locateHashtags(text)).toHaveLength(40)
    expect(findHashtags(text)).toHaveLength(32)
  })
})
