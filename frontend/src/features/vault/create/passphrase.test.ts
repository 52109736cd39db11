import { describe, expect, it } from 'vitest'
import { requirePassphrase } from '../../../vault/passphrase.ts'
import { strengthOf } from './passphraseStrength.ts'
import { suggestPassphrase } from './suggestPassphrase.ts'

describe('the strength of a passphrase', () => {
  it.each([
    ['', 0],
    ['short', 0],
    ['aaaaaaaaaaaaaaaa', 1],
    ['abcdefghijklmnop', 1],
    ['passwordpassword', 1],
    ['bakilo munera tovisu galeno', 4],
  ])('of %s is %d', (text, level) => expect(strengthOf(text).level).toBe(level))
  it('says how many characters are missing', () =>
    expect(strengthOf('elevenchars').words).toContain('1 more character.'))
  it('never falls when words are added', () => {
    const words = [
      'harbour',
      'harbour tin',
      'harbour tin owl',
      'harbour tin owl rails',
      'harbour tin owl rails mud',
    ]
    const levels = words.map((text) => strengthOf(text).level)
    expect([...levels].sort((a, b) => a - b)).toEqual(levels)
  })
})

describe('a suggested passphrase', () => {
  it('is accepted, is good and is another each time', () => {
    const suggested = Array.from({ length: 50 }, () => suggestPassphrase())
    expect(new Set(suggested).size).toBe(50)
    for (const text of suggested) {
      expect(requirePassphrase(text)).toBe(text)
      expect(text).toMatch(/^([b-z][aeiou]){3}( ([b-z][aeiou]){3}){3}$/)
      expect(strengthOf(text).level).toBeGreaterThanOrEqual(3)
    }
  })
  it('uses every syllable', () => {
    const text = suggestPassphrase(() => Uint32Array.from([0, 79, 80, 5, 4, 1, 2, 3, 6, 7, 8, 9]))
    expect(text).toBe('bazuba dabube bibode didodu')
  })
})
