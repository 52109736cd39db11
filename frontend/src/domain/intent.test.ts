import { describe, expect, it } from 'vitest'
import { bytesOfHex } from './bytesOfHex.ts'
import { decodeHead } from './decodeHead.ts'
import { decodeRecord } from './decodeRecord.ts'
import { encodeHead } from './encodeHead.ts'
import { encodeRecord } from './encodeRecord.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { zeroWord, type Intent } from './intent.ts'
import { intentId } from './intentId.ts'
import { judgeForm } from './judgeForm.ts'
import { judgeWindow } from './judgeWindow.ts'
import { isWellFormedSignature } from './isWellFormedSignature.ts'
import { codeOf, vectors } from './vectors.testing.ts'

interface Golden {
  chainId: string
  postRegistry: Hex
  profile: string[]
  kind: number[]
  createdAt: string[]
  record: Hex[]
  head: Hex[]
  id: Hex[]
  signature: Hex[]
  validity: { record: Hex; anchoredAt: string; code: string | null }[]
}

const golden = vectors<Golden>('intent')
const domain = { chainId: BigInt(golden.chainId), postRegistry: golden.postRegistry }
const post: Intent = {
  profile: 1n,
  kind: 1,
  subject: zeroWord,
  content: `0x${'01'.repeat(32)}`,
  createdAt: 5n,
}

describe('what is refused', () => {
  it.each([0, 80, 82])('a record of %i bytes', (length) => {
    expect(codeOf(() => decodeRecord(new Uint8Array(length)))).toBe('intent.length')
  })

  it.each([0, 15, 255])('kind %i', (kind) => {
    const record = encodeRecord(post)
    record[8] = kind
    expect(codeOf(() => decodeRecord(record))).toBe('intent.kind')
  })

  it.each([{ profile: 1n << 64n }, { profile: -1n }, { createdAt: 1n << 64n }, { createdAt: -1n }])(
    'a number beyond uint64: %o',
    (change) => {
      expect(codeOf(() => encodeRecord({ ...post, ...change }))).toBe('intent.range')
    },
  )

  it('a word of another length', () => {
    expect(codeOf(() => encodeRecord({ ...post, subject: '0x00' }))).toBe('hex.malformed')
    expect(codeOf(() => encodeRecord({ ...post, content: `0x${'0g'.repeat(32)}` }))).toBe('hex.malformed')
  })

  it.each([17, 24, 31])('padding at byte %i of a head', (at) => {
    const head = bytesOfHex(encodeHead(post))
    head[at] = 1
    expect(codeOf(() => decodeHead(hexOfBytes(head), post.subject, post.content))).toBe('intent.head')
  })
})

describe('golden vectors', () => {
  it.each(golden.record.map((record, index) => [index, record] as const))('intent %i', (index, record) => {
    const intent = decodeRecord(bytesOfHex(record))
    expect(String(intent.profile)).toBe(golden.profile[index])
    expect(intent.kind).toBe(golden.kind[index])
    expect(String(intent.createdAt)).toBe(golden.createdAt[index])
    expect(hexOfBytes(encodeRecord(intent))).toBe(record)
    expect(encodeHead(intent)).toBe(golden.head[index])
    expect(decodeHead(encodeHead(intent), intent.subject, intent.content)).toEqual(intent)
    expect(intentId(intent, domain)).toBe(golden.id[index])
    expect(isWellFormedSignature(bytesOfHex(golden.signature[index] ?? '0x'))).toBe(true)
  })

  it('judges form and date as Python does', () => {
    for (const { record, anchoredAt, code } of golden.validity) {
      const intent = decodeRecord(bytesOfHex(record))
      const refusal = judgeForm(intent) ?? judgeWindow(intent.createdAt, BigInt(anchoredAt))
      expect([record, refusal?.code ?? null]).toEqual([record, code])
    }
  })
})

it('gives another id on another chain or registry', () => {
  const elsewhere = { ...domain, chainId: 1n }
  const other = { ...domain, postRegistry: `0x${'11'.repeat(20)}` as const }
  expect(new Set([domain, elsewhere, other].map((where) => intentId(post, where))).size).toBe(3)
})

describe('the form of a signature', () => {
  const good = bytesOfHex(`0x${'00'.repeat(31)}01${'00'.repeat(31)}011b`)
  const order = 'fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141'
  const aboveHalf = '7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a1'

  it.each([
    ['64 bytes', good.subarray(0, 64)],
    ['r zero', bytesOfHex(`0x${'00'.repeat(63)}011b`)],
    ['s zero', bytesOfHex(`0x${'00'.repeat(31)}01${'00'.repeat(32)}1b`)],
    ['r = n', bytesOfHex(`0x${order}${'00'.repeat(31)}011b`)],
    ['s just above half', bytesOfHex(`0x${'00'.repeat(31)}01${aboveHalf}1b`)],
    ['v 0', bytesOfHex(`0x${'00'.repeat(31)}01${'00'.repeat(31)}0100`)],
  ])('refuses %s', (_, bytes) => {
    expect(isWellFormedSignature(bytes)).toBe(false)
  })

  it('takes the rest', () => {
    expect(isWellFormedSignature(good)).toBe(true)
  })
})
