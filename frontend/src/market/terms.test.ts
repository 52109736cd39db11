import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import type { Hex } from '../domain/hex.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { verifyTerms } from './asks.ts'
import { findLoneTotal, makeUniform, verifyPrices } from './prices.ts'
import type { Ask, Granularity } from './terms.ts'
import { buildTerms, parseTerms, spellAsk } from './termsFormat.ts'

interface Change {
  name: string
  old: string
  new: string
  code: string
}
interface Prices {
  options: string[][]
  least: number
  most: number
  lone?: string | null
  code?: string
}
interface SpelledAsk {
  category: string
  granularity: Granularity
  fields: string[]
  price: string
}
const { accepted, refused, unfit, mutated, prices, uniform } = vectors<{
  accepted: { text: string; digest: Hex }[]
  refused: Change[]
  unfit: Change[]
  mutated: { splices: { at: number; cut: number; insert: Hex }[]; code: string | null }[]
  prices: Prices[]
  uniform: { asks: SpelledAsk[]; least: number; most: number; prices?: string[]; code?: string }[]
}>('market_terms')
const sample = accepted[0]?.text ?? ''
const changed = (change: Change) => utf8(sample.replaceAll(change.old, () => change.new))
const askOf = (ask: SpelledAsk): Ask => ({ ...ask, price: BigInt(ask.price), questions: [] })

describe('terms are refused', () => {
  it.each(refused)('$name: $code', (change) => {
    expect(changed(change)).not.toEqual(utf8(sample))
    expect(codeOf(() => parseTerms(changed(change)))).toBe(change.code)
  })
  it.each(unfit)('by the schemas, $name: $code', (change) => {
    expect(codeOf(() => verifyTerms(parseTerms(changed(change))))).toBe(change.code)
  })
  it('or taken as Python says, whatever happened to their bytes', () => {
    for (const { splices, code } of mutated) {
      let bytes = [...utf8(sample)]
      for (const { at, cut, insert } of splices) {
        bytes = [...bytes.slice(0, at), ...bytesOfHex(insert), ...bytes.slice(at + cut)]
      }
      expect(codeOf(() => verifyTerms(parseTerms(Uint8Array.from(bytes))))).toBe(code)
    }
  })
  it.each([
    ['{"type":"post","text":"hi"}', 'terms.type'],
    ['{"type":"post"}', 'content.text'],
    ['{"type":"else"}', 'content.type'],
    ['[]', 'content.not_object'],
    [' '.repeat(65_537), 'content.too_large'],
  ])('when the document is another one: %.20s', (text, code) =>
    expect(codeOf(() => parseTerms(utf8(text)))).toBe(code),
  )
  it('when a text holds half a character', () => {
    const terms = parseTerms(utf8(sample))
    expect(codeOf(() => buildTerms({ ...terms, title: 'a\ud800' }))).toBe('terms.surrogate')
    expect(new TextDecoder().decode(buildTerms({ ...terms, title: 'a\\ud800' }))).toContain('a\\\\ud800')
  })
})

describe('terms', () => {
  it.each(accepted.map(({ text, digest }) => ({ text, digest })))('$digest are read and written', (one) => {
    const data = utf8(one.text)
    const terms = parseTerms(data)
    verifyTerms(terms)
    expect(contentDigest(data)).toBe(one.digest)
    expect(new TextDecoder().decode(buildTerms(terms))).toBe(one.text)
  })
})

describe('prices', () => {
  it('tell, or do not tell, as Python says', () => {
    for (const { options, least, most, lone, code } of prices) {
      const find = () =>
        findLoneTotal(
          options.map((one) => one.map(BigInt)),
          least,
          most,
        )
      if (code) expect(codeOf(find)).toBe(code)
      else expect(find()).toBe(typeof lone === 'string' ? BigInt(lone) : null)
    }
  })
  it('that tell are refused with the total', () => {
    const asks = [1n, 2n, 4n].map((price, at) => ({ category: `kind-${at}`, price }))
    expect(() => verifyPrices(asks, 2, 2)).toThrow('of 3 (1e-18')
    expect(codeOf(() => verifyPrices(asks, 3, 3))).toBeNull()
  })
  it('are evened out to the same suggestion', () => {
    for (const { asks, least, most, prices: wanted, code } of uniform) {
      const suggest = () => makeUniform(asks.map(askOf), least, most)
      if (code) expect(codeOf(suggest)).toBe(code)
      else expect(suggest().map((ask) => spellAsk(ask)['price'])).toEqual(wanted)
    }
  })
})
