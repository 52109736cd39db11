import { expect, it } from 'vitest'
import { cidOfDigest } from './cidOfDigest.ts'
import { digestOfCid } from './digestOfCid.ts'
import type { Hex } from './hex.ts'
import { parseCid } from './parseCid.ts'
import { codeOf, vectors } from './vectors.testing.ts'

interface Golden {
  digest: Hex[]
  raw: string[]
  dagPb: string[]
  refused: { text: string; code: string }[]
}

const golden = vectors<Golden>('cid')

it.each(golden.refused.map(({ text, code }) => [text, code]))('refuses %j with %s', (text, code) => {
  expect(codeOf(() => parseCid(text))).toBe(code)
})

it('has one spelling for each content', () => {
  golden.digest.forEach((digest, index) => {
    expect(cidOfDigest(digest)).toBe(golden.raw[index])
    expect(cidOfDigest(digest, 'dag-pb')).toBe(golden.dagPb[index])
    expect(parseCid(golden.raw[index] ?? '')).toEqual({ cid: golden.raw[index], codec: 'raw', digest })
    expect(parseCid(golden.dagPb[index] ?? '').codec).toBe('dag-pb')
    expect(digestOfCid(golden.dagPb[index] ?? '')).toBe(digest)
  })
})

it('takes 32 bytes of digest', () => {
  expect(codeOf(() => cidOfDigest('0x00'))).toBe('hex.malformed')
})
