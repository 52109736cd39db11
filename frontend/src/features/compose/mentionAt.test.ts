import { describe, expect, it } from 'vitest'
import { completeMention, mentionBefore } from './mentionAt.ts'

describe('mentionBefore', () => {
  it.each(['', 'a@b', 'hello', '@', '@a b', 'me@example', '@@x'])('%s starts no mention', (text) =>
    expect(mentionBefore(text, text.length)).toBe(''),
  )
  it('looks only left of the caret', () => expect(mentionBefore('hi @adam', 6)).toBe('ad'))
})

describe('completeMention', () => {
  it('completes in the middle of a text without doubling the space', () =>
    expect(completeMention('hi @ad there', 6, 'ada')).toEqual({ text: 'hi @ada there', caret: 8 }))
})
