import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, randomFrom, rejectedCodeOf } from '../domain/vectors.testing.ts'
import { rowsOf } from '../market/market.testing.ts'
import { addressOf, signDigest } from '../wallet/sessionKeys.ts'
import { vaultSigning } from './forms.ts'
import { emptyKeyFile, openKeyFile, sealKeyFile, type KeyFile, type VaultRecord } from './keyFile.ts'
import { commitmentOf, createVaultKey, fileKey } from './keys.ts'
import { buildManifest, decodeManifest, verifySeal } from './manifest.ts'
import { mostBytes } from './padding.ts'
import { encodeValue, openValue, sealValue } from './recordBlob.ts'
import { createCode, readCode, spellCode } from './recoveryCode.ts'
import { flip, golden, registry, vaultKey, wraps } from './vault.testing.ts'
import { walletSecret, type WalletUnlock } from './walletSecret.ts'
import { createWrap, unwrapKey, unwrapWith, wrapKey, type Unlock } from './wraps.ts'

const owner = { profile: '9', registry }
const secretKey = new Uint8Array(32).fill(3)
const custody = addressOf(secretKey)
const record: VaultRecord = {
  recordId: `0x${'01'.repeat(16)}`,
  category: 'interests',
  title: 't',
  key: `0x${'02'.repeat(32)}`,
  cid: golden.exports.cids[0] ?? '',
  size: 284,
  source: 'form',
  createdAt: 1,
  updatedAt: 1,
  attestation: null,
}

function walletOf(key: Uint8Array, change: Partial<WalletUnlock> = {}): WalletUnlock {
  const sign = async (_: unknown, digest: Uint8Array) => hexOfBytes(await signDigest(digest, key))
  return { method: 'wallet', custody: addressOf(key), code: '0x', sign, ...change }
}

describe('wraps', () => {
  it('open with their secret, for their profile, unchanged', async () => {
    const secret = utf8('s'.repeat(20))
    const made = { method: 'code', salt: new Uint8Array(32), custody: null, createdAt: 0 } as const
    const wrap = await wrapKey(vaultKey, secret, made, '7')
    const commitment = commitmentOf(vaultKey)
    expect(await unwrapKey(wrap, secret, '7', commitment)).toEqual(vaultKey)
    expect(await unwrapKey(wrap, flip(secret, 9), '7', commitment)).toBeNull()
    expect(await unwrapKey(wrap, secret, '6', commitment)).toBeNull()
    expect(await unwrapKey(wrap, secret, '7', new Uint8Array(32))).toBeNull()
    expect(await unwrapKey({ ...wrap, method: 'passphrase' }, secret, '7', commitment)).toBeNull()
    for (const part of ['salt', 'iv', 'ciphertext'] as const) {
      const length = 4 * (wrap[part].length - 2)
      for (let bit = 0; bit < length; bit += 7) {
        const changed = { ...wrap, [part]: hexOfBytes(flip(bytesOfHex(wrap[part]), bit)) }
        expect(await unwrapKey(changed, secret, '7', commitment)).toBeNull()
      }
    }
  })

  it('of every method open what they wrapped, and nothing else does', async () => {
    const key = createVaultKey()
    const ways: Unlock[] = [
      { method: 'code', code: createCode() },
      walletOf(secretKey),
      { method: 'passphrase', passphrase: 'four words drawn by lot' },
    ]
    const made = await Promise.all(ways.map((way) => createWrap(key, way, owner, 1)))
    const open = (way: Unlock, from = made) => unwrapWith(way, from, owner, commitmentOf(key))
    for (const way of ways) expect(await open(way)).toEqual(key)
    const other = walletOf(new Uint8Array(32).fill(4))
    expect(await rejectedCodeOf(open({ method: 'code', code: createCode() }))).toBe('vault.code_wrong')
    expect(await rejectedCodeOf(open(other))).toBe('vault.no_method')
    expect(await rejectedCodeOf(open({ ...other, custody }))).toBe('vault.wallet_other')
    const wrong: Unlock = { method: 'passphrase', passphrase: 'four words drawn by Lot' }
    expect(await rejectedCodeOf(open(wrong))).toBe('vault.passphrase_wrong')
    expect(await rejectedCodeOf(open(wrong, made.slice(0, 2)))).toBe('vault.no_method')
  }, 60_000)

  it('are not made of what is weak', async () => {
    const make = (way: Unlock) => rejectedCodeOf(createWrap(vaultKey, way, owner, 1))
    expect(await make({ method: 'passphrase', passphrase: 'short' })).toBe('vault.passphrase_weak')
    expect(await make({ method: 'code', code: 'nonsense' })).toBe('vault.code_malformed')
    expect(await make(walletOf(secretKey, { code: '0x6080' }))).toBe('vault.wallet_contract')
    const long = walletOf(secretKey, { sign: () => Promise.resolve(`0x${'01'.repeat(96)}` as Hex) })
    expect(await make(long)).toBe('vault.wallet_contract')
  })

  it('ask a wallet twice, and refuse one that signs differently', async () => {
    let asked = 0
    const { sign } = walletOf(secretKey)
    const counting = walletOf(secretKey, { sign: (...form) => ((asked += 1), sign(...form)) })
    await walletSecret(counting, '9', `0x${'00'.repeat(32)}`, registry, true)
    expect(asked).toBe(2)
    const { accepted, digest, custody: signer } = golden.walletSecrets
    expect([accepted.signature.length, digest.length, signer.length]).toEqual([4, 66, 42])
    const unsteady = walletOf(secretKey, {
      sign: async (_, toSign) => {
        const { signAsync } = await import('@noble/secp256k1')
        const options = { lowS: true, prehash: false, format: 'recovered', extraEntropy: true } as const
        const made = await signAsync(toSign, secretKey, options)
        return hexOfBytes(Uint8Array.of(...made.subarray(1), 27 + (made[0] ?? 0)))
      },
    })
    const secret = walletSecret(unsteady, '9', `0x${'00'.repeat(32)}`, registry, true)
    expect(await rejectedCodeOf(secret)).toBe('vault.wallet_unsteady')
  })

  it('take a delegated account for a wallet', async () => {
    const delegated = walletOf(secretKey, { code: `0xef0100${'ab'.repeat(20)}` })
    const secret = await walletSecret(delegated, '9', `0x${'00'.repeat(32)}`, registry, true)
    expect(secret.length).toBe(64)
  })
})

describe('no bit may change', () => {
  it('of a manifest', () => {
    const bytes = utf8(rowsOf(golden.manifests.accepted)[0]?.text ?? '')
    for (let bit = 0; bit < 8 * bytes.length; bit += 11) {
      const code = codeOf(() => verifySeal(vaultKey, decodeManifest(flip(bytes, bit))))
      expect(['vault.manifest', 'vault.seal']).toContain(code)
    }
  })
  it('of a key file', async () => {
    const blob = await sealKeyFile(vaultKey, '9', 3, { ...emptyKeyFile, records: [record] })
    for (let bit = 0; bit < 8 * blob.length; bit += 257) {
      const opened = openKeyFile(vaultKey, '9', 3, flip(blob, bit))
      expect(await rejectedCodeOf(opened)).toBe('vault.key_file')
    }
    for (const length of [0, 11, 12, 28]) {
      const opened = openKeyFile(vaultKey, '9', 3, blob.subarray(0, length))
      expect(await rejectedCodeOf(opened)).toBe('vault.key_file')
    }
  })
  it('of a value', async () => {
    const key = createVaultKey()
    const blob = await sealValue({ fields: {} }, record.recordId, key)
    for (let bit = 0; bit < 8 * blob.length; bit += 13) {
      const opened = openValue(flip(blob, bit), record.recordId, key)
      expect(await rejectedCodeOf(opened)).toBe('vault.record')
    }
    const elsewhere: Hex = `0x${'ff'.repeat(16)}`
    expect(await rejectedCodeOf(openValue(blob, elsewhere, key))).toBe('vault.record')
    expect(await rejectedCodeOf(openValue(blob.subarray(0, 20), record.recordId, key))).toBe('vault.record')
  })
})

describe('sizes', () => {
  it('hide how long a value is', async () => {
    const random = randomFrom(7)
    const lengths = await Promise.all(
      Array.from({ length: 40 }, async () => {
        const text = 'x'.repeat(Math.floor(random() * 240))
        return (await sealValue({ v: text }, record.recordId, vaultKey)).length
      }),
    )
    expect(new Set(lengths)).toEqual(new Set([12 + 256 + 16]))
  })
  it('have an end', () => {
    expect(codeOf(() => encodeValue({ v: 'x'.repeat(mostBytes) }))).toBe('vault.too_large')
    const blobs = Array.from({ length: 901 }, () => golden.exports.cids[0] ?? '')
    const manifest = decodeManifest(utf8(rowsOf(golden.manifests.accepted)[0]?.text ?? ''))
    expect(codeOf(() => buildManifest(vaultKey, { ...manifest, blobs, wraps }))).toBe('vault.full')
    expect(codeOf(() => decodeManifest(new Uint8Array(65_537)))).toBe('vault.manifest')
  })
})

it.each<[string, Partial<VaultRecord>]>([
  ['a NUL in a title', { title: '\0' }],
  ['half a surrogate pair', { title: '\ud800' }],
  ['a title of 201', { title: 'x'.repeat(201) }],
  ['no category', { category: '' }],
  ['no size', { size: 0 }],
])('saves nothing that would not be read: %s', async (_, change) => {
  const keyFile: KeyFile = { ...emptyKeyFile, records: [{ ...record, ...change }] }
  expect(await rejectedCodeOf(sealKeyFile(vaultKey, '9', 1, keyFile))).toBe('vault.value')
})

it.each([[[]], ['text'], [null], [1]])('takes no %j for a value', (value) => {
  expect(codeOf(() => encodeValue(value as never))).toBe('vault.value')
})

it('reads a code as people write it', () => {
  const random = randomFrom(8)
  for (let count = 0; count < 200; count++) {
    const secret = Uint8Array.from({ length: 20 }, () => Math.floor(random() * 256))
    const text = spellCode(secret)
    expect(text).not.toMatch(/[ILOU]/)
    const spoken = text
      .toLowerCase()
      .replaceAll('0', 'o')
      .replaceAll('1', count % 2 ? 'i' : 'l')
    expect(readCode(spoken.replaceAll('-', count % 3 ? ' ' : ''))).toEqual(secret)
  }
})

it('sees a slip in a code', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const text = createCode().replaceAll('-', '')
  let missed = 0
  for (let at = 0; at < text.length; at++) {
    for (const sign of alphabet) {
      const written = text.slice(0, at) + sign + text.slice(at + 1)
      if (written !== text && codeOf(() => readCode(written)) === null) missed += 1
    }
  }
  expect(missed).toBeLessThanOrEqual(2)
})

it('derives nothing from a key of another length', () => {
  expect(() => fileKey(new Uint8Array(31))).toThrow(RangeError)
})

it.each<[string, string | number | boolean]>([
  ['forget', 'yes'],
  ['forget', 1],
  ['sequence', true],
  ['manifest', '0x00'],
])('signs no head whose %s is %j', (name, value) => {
  const head = { profile: '1', manifest: `0x${'00'.repeat(32)}`, sequence: 1, forget: false, signedAt: 1 }
  const code = codeOf(() => vaultSigning('VaultHead', { ...head, [name]: value }, registry))
  expect(['typed_data.value', 'hex.malformed']).toContain(code)
})
