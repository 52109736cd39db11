import { describe, expect, it } from 'vitest'
import { marketSentences } from './marketSentences.ts'
import { sentenceOf } from './sentences.ts'

describe('a sentence of the market', () => {
  it.each(Object.entries(marketSentences))('%s is registered and reads as a sentence', (code, sentence) => {
    expect(sentenceOf({ code, detail: 'raw technical words' })).toBe(sentence)
    expect(sentence).toMatch(/^[A-Z].*[.!]$/)
    expect(sentence).not.toMatch(/\b(undefined|null|error code|0x)\b/i)
  })
  it('stands back where a refusal says in its own words what was wrong', () =>
    expect(sentenceOf({ code: 'vault.code_check', detail: 'A character is wrong' })).toBe(
      'A character is wrong.',
    ))
})
