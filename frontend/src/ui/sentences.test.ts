import { describe, expect, it } from 'vitest'
import { knownCodes, sentenceOf } from './sentences.ts'

describe('sentenceOf', () => {
  it.each([
    'relay.budget',
    'relay.closed',
    'stamp.expired',
    'chain.timeout',
    'ipfs.disk_full',
    'content.budget',
    'content.disk_floor',
    'cid.length',
    'store.contended',
    'body.malformed',
  ])('%s has its family’s sentence, whatever the gateway says', (code) =>
    expect(sentenceOf({ code, detail: 'raw technical words' })).not.toContain('raw'),
  )
  it('gives the sender’s words for a code nobody knows yet', () =>
    expect(sentenceOf({ code: 'new.code', detail: 'It broke' })).toBe('It broke.'))
  it('still says something when there are no words', () =>
    expect(sentenceOf({ code: 'new.code' })).toContain('new.code'))
  it.each(knownCodes)('%s reads as a sentence', (code) => {
    const sentence = sentenceOf({ code })
    expect(sentence).toMatch(/^[A-Z].*[.!]$/)
    expect(sentence).not.toMatch(/\b(undefined|null|error code|0x)\b/i)
  })
})
