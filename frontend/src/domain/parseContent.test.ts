import { describe, expect, it } from 'vitest'
import { buildContent, type DocumentDraft } from './buildContent.ts'
import { bytesOfHex } from './bytesOfHex.ts'
import { cidOfDigest } from './cidOfDigest.ts'
import { contentDigest } from './contentDigest.ts'
import type { Document } from './documents.ts'
import { DomainError } from './domainError.ts'
import type { Hex } from './hex.ts'
import { joinBytes } from './joinBytes.ts'
import { parseContent } from './parseContent.ts'
import { parseProfileId } from './parseProfileId.ts'
import { parseJson } from './strictJson.ts'
import { utf8 } from './utf8.ts'
import { codeOf, randomFrom, vectors } from './vectors.testing.ts'

interface Row {
  name: string
  bytes?: Hex
  pieces?: [Hex, number][]
  code?: string
  digest?: Hex
  cid?: string
  document?: Document
}

const golden = vectors<{ accepted: Row[]; refused: Row[]; mutated: Row[] }>('content')

function bytesOf({ bytes, pieces = [] }: Row): Uint8Array {
  if (bytes !== undefined) return bytesOfHex(bytes)
  return joinBytes(...pieces.flatMap(([piece, times]) => Array<Uint8Array>(times).fill(bytesOfHex(piece))))
}

it.each(golden.refused.map((row) => [row.name, row] as const))('refuses: %s', (_, row) => {
  expect(codeOf(() => parseContent(bytesOf(row)))).toBe(row.code)
})

it.each(golden.accepted.map((row) => [row.name, row] as const))('accepts: %s', (_, row) => {
  const data = bytesOf(row)
  const document = parseContent(data)
  if (row.document) expect(document).toEqual(row.document)
  expect(contentDigest(data)).toBe(row.digest)
  expect(cidOfDigest(contentDigest(data))).toBe(row.cid)
})

it('judges 300 mutated documents as Python does', () => {
  for (const row of golden.mutated) {
    const data = bytesOf(row)
    expect([row.name, codeOf(() => parseContent(data))]).toEqual([row.name, row.code ?? null])
    if (row.document) expect(parseContent(data)).toEqual(row.document)
  }
})

it('never fails with anything but a content error', () => {
  const random = randomFrom(7)
  const seeds = golden.accepted.filter((row) => row.bytes).map(bytesOf)
  for (let round = 0; round < 2000; round++) {
    const data = Uint8Array.from(seeds[Math.floor(random() * seeds.length)] ?? [])
    for (let change = 0; change < 3; change++)
      data[Math.floor(random() * data.length)] = Math.floor(random() * 256)
    try {
      parseContent(data)
    } catch (error) {
      expect(error).toBeInstanceOf(DomainError)
      expect(error).toHaveProperty('code', expect.stringMatching(/^content\./))
    }
  }
})

describe('strict JSON', () => {
  it('reads minus zero as zero', () => {
    expect(Object.is(parseJson(utf8('-0')), 0)).toBe(true)
  })

  it('keeps member names off the prototype', () => {
    const value = parseJson(utf8('{"__proto__":{"polluted":true}}'))
    expect(value).toBeInstanceOf(Map)
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('reports the first fault', () => {
    expect(codeOf(() => parseJson(utf8('{"a":1,"a":NaN}')))).toBe('content.duplicate_key')
    expect(codeOf(() => parseJson(utf8('{"a":NaN,"a":1}')))).toBe('content.not_integer')
  })
})

describe('buildContent', () => {
  const cid = cidOfDigest(`0x${'11'.repeat(32)}`, 'dag-pb')
  const media = { cid, mime: 'image/png', alt: 'a "sign"', size: 5 }
  const drafts: DocumentDraft[] = [
    {
      type: 'post',
      text: 'Hello #wörld 🙂\n',
      media: [media],
      mentions: [{ profile: parseProfileId('7'), handle: 'ada' }],
      lang: 'en',
    },
    { type: 'post', text: 'plain' },
    { type: 'profile', name: 'Ada', bio: '', avatar: media, links: ['https://example.org'] },
    { type: 'profile' },
    { type: 'reaction', emoji: '👍🏽', seen: contentDigest(utf8('x')) },
    { type: 'label', label: 'spam', reason: 'why' },
  ]

  it.each(drafts)('is read back: %o', (draft) => {
    expect(parseContent(buildContent(draft))).toMatchObject(draft)
  })

  it('writes the bytes that Python writes', () => {
    const bytes = buildContent({ type: 'post', text: 'é"\\\u0001\u2028', lang: 'en' })
    expect(new TextDecoder().decode(bytes)).toBe('{"type":"post","text":"é\\"\\\\\\u0001\u2028","lang":"en"}')
  })

  it.each([
    ['', 'content.text'],
    ['a'.repeat(10_001), 'content.text'],
    ['\0', 'content.nul'],
    ['\ud800', 'content.surrogate'],
    ['\ufdd0', 'content.noncharacter'],
  ])('refuses the text %j', (text, code) => {
    expect(codeOf(() => buildContent({ type: 'post', text }))).toBe(code)
  })
})
