// @vitest-environment node
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { rejectedCodeOf } from '../domain/vectors.testing.ts'
import { utf8 } from '../domain/utf8.ts'
import { toBase64 } from '../features/outbox/base64.ts'
import { encodeCid } from '../ipfs/cidBytes.ts'
import { fileCid } from '../ipfs/fileCid.ts'
import { openVaultGateway } from './gateway.ts'

const gateway = openVaultGateway('https://gateway.example')
const blob = utf8('ciphertext')
const cid = fileCid(blob)
const answer = vi.fn<(url: string, init: RequestInit) => Response>()
const json = (body: unknown, status = 200) => Response.json(body, { status })
const problem = (status: number, code: string) => json({ code, detail: code, retryable: false }, status)
const carOf = (name: string, bytes: Uint8Array) =>
  new Response(Uint8Array.of(2, 0xa0, 0xa0, 36 + bytes.length, ...encodeCid(name), ...bytes))
const head = { manifest: toBase64(blob), sequence: 3, signedAt: 5, forget: false, signature: '0x0102' }

beforeEach(() => {
  answer.mockReset()
  vi.stubGlobal('fetch', async (url: string, init: RequestInit) => answer(url, init))
})
afterEach(() => vi.unstubAllGlobals())

describe('a vault’s gateway', () => {
  it.each([
    ['no head', {}],
    ['a head as text', 'head'],
    ['null', null],
    ['a manifest that is no text', { ...head, manifest: 1 }],
    ['a manifest that is no base64', { ...head, manifest: '*' }],
    ['a sequence with a fraction', { ...head, sequence: 1.5 }],
    ['a time as text', { ...head, signedAt: '5' }],
    ['a signature that is no hex', { ...head, signature: 'x' }],
    ['a signature without end', { ...head, signature: `0x${'00'.repeat(5000)}` }],
  ])('may not answer %s', async (_, body) => {
    answer.mockReturnValue(json(body))
    expect(await rejectedCodeOf(gateway.findHead('1'))).toBe('gateway.shape')
  })
  it('may not send other bytes than those asked for', async () => {
    answer.mockReturnValueOnce(carOf(cid, utf8('other')))
    expect(await rejectedCodeOf(gateway.getBlob(cid))).toBe('content.mismatch')
    answer.mockReturnValueOnce(carOf(fileCid(utf8('other')), utf8('other')))
    expect(await rejectedCodeOf(gateway.getBlob(cid))).toBe('media.unverifiable')
  })
  it('may not keep other bytes than it was given', async () => {
    answer.mockReturnValue(json({ cid: fileCid(utf8('other')), size: 5 }, 201))
    expect(await rejectedCodeOf(gateway.putBlob(blob))).toBe('content.mismatch')
  })
  it('says what is not there', async () => {
    answer.mockReturnValueOnce(problem(404, 'vault.none'))
    expect(await gateway.findHead('1')).toBeNull()
    answer.mockReturnValueOnce(problem(404, 'profile.unknown'))
    expect(await rejectedCodeOf(gateway.findHead('1'))).toBe('profile.unknown')
    answer.mockReturnValueOnce(problem(404, 'content.unavailable'))
    expect(await rejectedCodeOf(gateway.getBlob(cid))).toBe('vault.blob_missing')
  })
  it('hands over heads and blobs', async () => {
    answer.mockReturnValueOnce(json(head))
    expect(await gateway.findHead('7')).toEqual({ ...head, manifest: blob })
    answer.mockReturnValueOnce(carOf(cid, blob))
    expect(await gateway.getBlob(cid)).toEqual(blob)
    expect(answer.mock.calls.map(([url]) => url)).toEqual([
      'https://gateway.example/v1/profiles/7/vault',
      `https://gateway.example/ipfs/${cid}?format=car`,
    ])
  })
  it('takes heads and blobs', async () => {
    answer.mockReturnValueOnce(json({ sequence: 3 }))
    await gateway.putHead('7', { ...head, manifest: blob, signature: '0x0102' })
    answer.mockReturnValueOnce(json({ cid, size: blob.length }, 201))
    await gateway.putBlob(blob)
    const [[url, sent], [path]] = answer.mock.calls as [[string, RequestInit], [string, RequestInit]]
    expect([url, sent.method, JSON.parse(String(sent.body))]).toEqual([
      'https://gateway.example/v1/profiles/7/vault',
      'PUT',
      head,
    ])
    expect(path).toBe('https://gateway.example/v1/blobs')
  })
})
