// @vitest-environment node
import 'fake-indexeddb/auto'
import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { readValue } from '../state/database.ts'
import {
  createSessionKey,
  exportSessionKey,
  forgetSessionKey,
  hasSessionKey,
  recoverAddress,
  signWithSessionKey,
} from './sessionKeys.ts'

const digest = new Uint8Array(32).fill(7)

describe('session keys that cannot be used', () => {
  it('an unknown one is a sentence, not a signature', () =>
    expect(signWithSessionKey('net-a', `0x${'11'.repeat(20)}`, digest)).rejects.toMatchObject({
      code: 'session.no_key',
    }))
  it('a forgotten one is gone', async () => {
    const address = await createSessionKey('net-b', '1')
    await forgetSessionKey('net-b', address)
    expect(await hasSessionKey('net-b', address)).toBe(false)
  })
  it('one of another network is not found: a reset chain never meets old keys', async () => {
    const address = await createSessionKey('net-c', '1')
    await expect(signWithSessionKey('net-d', address, digest)).rejects.toMatchObject({
      code: 'session.no_key',
    })
  })
  it.each([64, 66, 0])('%i bytes are no signature', (length) =>
    expect(recoverAddress(digest, new Uint8Array(length))).toBeNull(),
  )
  it('v must be 27 or 28', async () => {
    const address = await createSessionKey('net-e', '1')
    const signature = await signWithSessionKey('net-e', address, digest)
    signature[64] = (signature[64] ?? 0) - 27
    expect(recoverAddress(digest, signature)).toBeNull()
  })
})

describe('session keys', () => {
  it('sign so that their address is recovered, with low s', async () => {
    const address = await createSessionKey('net-f', '1')
    const signature = await signWithSessionKey('net-f', address, digest)
    expect([signature.length, recoverAddress(digest, signature)]).toEqual([65, address])
    expect(signature[32]).toBeLessThan(0x80)
  })
  it('lie in storage only wrapped by a key that cannot be read', async () => {
    const address = await createSessionKey('net-g', '1')
    const secret = await exportSessionKey('net-g', address)
    const kept = JSON.stringify(await readValue('net-g', 'keys', address), (_, value: unknown) =>
      value instanceof ArrayBuffer ? [...new Uint8Array(value)] : value,
    )
    const bytes = JSON.stringify([...bytesOfHex(secret)]).slice(1, -1)
    expect(kept).not.toContain(bytes)
    const wrapping = await readValue<CryptoKey>('net-g', 'wrapping', 'aes-gcm')
    expect(wrapping?.extractable).toBe(false)
    if (wrapping) await expect(crypto.subtle.exportKey('raw', wrapping)).rejects.toThrow()
  })
  it('share one wrapping key even when two are made at once', async () => {
    const [first, second] = await Promise.all([
      createSessionKey('net-h', '1'),
      createSessionKey('net-h', '2'),
    ])
    expect(recoverAddress(digest, await signWithSessionKey('net-h', first, digest))).toBe(first)
    expect(recoverAddress(digest, await signWithSessionKey('net-h', second, digest))).toBe(second)
  })
})
