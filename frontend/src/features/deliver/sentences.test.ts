import { describe, expect, it } from 'vitest'
import { knownCodes, sentenceOf } from '../../ui/sentences.ts'
import { sellingSentences } from './sentences.ts'

const sources = import.meta.glob<string>(
  ['../{offers,consents,earnings,deliver}/*.{ts,svelte}', '../../ui/amount.ts'],
  {
    query: '?raw',
    import: 'default',
    eager: true,
  },
)
const raised = [
  ...new Set(
    Object.entries(sources)
      .filter(([file]) => !/test|fixtures/.test(file))
      .flatMap(([, text]) =>
        [...text.matchAll(/new Failure\(\s*'([a-z_.]+)'/g)].map(([, code = '']) => code),
      ),
  ),
]

describe('what goes wrong', () => {
  it('is found in the sources', () => expect(raised.length).toBeGreaterThan(8))
  it.each(raised)('%s has a sentence of its own', (code) =>
    expect([...Object.keys(sellingSentences), ...knownCodes]).toContain(code),
  )
  it.each(Object.keys(sellingSentences))('%s reads as sentences', (code) => {
    const sentence = sentenceOf({ code, detail: 'raw words' })
    expect(sentence).toBe(sellingSentences[code])
    expect(sentence).toMatch(/^[A-Z].*\.$/)
    expect(sentence).not.toMatch(/undefined|0x|raw words/)
  })
  it('leaves what is told of a record to whoever told it, but for what the seller’s vault lacks', () => {
    const told = { detail: 'The record opens to other bytes.' }
    expect(sentenceOf({ code: 'record.garbage', ...told })).toBe(told.detail)
    expect(Object.keys(sellingSentences).filter((code) => /^record\b/.test(code))).toEqual([
      'record.unanswerable',
      'record.noise',
    ])
  })
})
