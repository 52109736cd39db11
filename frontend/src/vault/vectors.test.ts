import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, rejectedCodeOf } from '../domain/vectors.testing.ts'
import { rowsOf } from '../market/market.testing.ts'
import { buildDestruction, destructionSigning } from './destruction.ts'
import { buildExport, parseExport } from './exportFile.ts'
import { unlockStatement, vaultForms, vaultSigning, type VaultForm } from './forms.ts'
import { decodeKeyFile, encodeKeyFile, openKeyFile, sealKeyFile } from './keyFile.ts'
import { businessMarketKey, commitmentOf, fileKey, sealKey } from './keys.ts'
import { buildManifest, decodeManifest, manifestDigest, verifySeal } from './manifest.ts'
import { mergeKeyFiles, mergeWraps } from './mergeKeyFiles.ts'
import { keyFileSizes, paddedSize, valueSizes } from './padding.ts'
import { requirePassphrase } from './passphrase.ts'
import { decodeValue, openValue, sealValue } from './recordBlob.ts'
import { readCode, spellCode } from './recoveryCode.ts'
import { commitment, golden, registry, vaultKey, wraps } from './vault.testing.ts'
import { secretOf } from './walletSecret.ts'
import { unwrapKey, unwrapWith, wrapKey } from './wraps.ts'

const { profile } = golden
const textOf = (bytes: Uint8Array) => new TextDecoder().decode(bytes).trimEnd()

describe('what is refused', () => {
  it.each(rowsOf(golden.manifests.refused))('a manifest: $name', ({ text, code }) => {
    expect(codeOf(() => decodeManifest(utf8(text)))).toBe(code)
  })
  it.each(rowsOf(golden.keyFiles.refused))('a key file: $name', ({ plain, code }) => {
    expect(codeOf(() => decodeKeyFile(utf8(plain)))).toBe(code)
  })
  it.each(rowsOf(golden.values.refused))('a value: $name', ({ plain, code }) => {
    expect(codeOf(() => decodeValue(bytesOfHex(plain)))).toBe(code)
  })
  it.each(rowsOf(golden.exports.refused))('an export: $name', ({ text, code }) => {
    expect(codeOf(() => parseExport(utf8(text)))).toBe(code)
  })
  it.each(rowsOf(golden.codes.refused))('the code $text', ({ text, code }) => {
    expect(codeOf(() => readCode(text))).toBe(code)
  })
  it.each(rowsOf(golden.passphrases.weak))('the passphrase “$text”', ({ text, code }) => {
    expect(codeOf(() => requirePassphrase(text))).toBe(code)
  })
  it.each(rowsOf(golden.walletSecrets.refused))(
    'the signature $signature',
    ({ signature, custody, code }) => {
      const digest = bytesOfHex(golden.walletSecrets.digest)
      expect(codeOf(() => secretOf(bytesOfHex(signature), digest, custody))).toBe(code)
    },
  )
  it.each(golden.manifests.foreign)('a manifest that somebody else wrote: %#', (text) => {
    expect(codeOf(() => verifySeal(vaultKey, decodeManifest(utf8(text))))).toBe('vault.seal')
  })
})

it.each(rowsOf(golden.keys))('keys of $vaultKey', ({ vaultKey: key, ...wanted }) => {
  const bytes = bytesOfHex(key)
  expect({
    commitment: hexOfBytes(commitmentOf(bytes)),
    fileKey: hexOfBytes(fileKey(bytes)),
    sealKey: hexOfBytes(sealKey(bytes)),
    marketKey: hexOfBytes(businessMarketKey(bytes)),
  }).toEqual(wanted)
})

it.each(rowsOf(golden.codes.accepted))('reads the code $text', ({ text, secret }) => {
  expect(hexOfBytes(readCode(text))).toBe(secret)
  expect(readCode(spellCode(bytesOfHex(secret)))).toEqual(bytesOfHex(secret))
})

it.each(rowsOf(golden.passphrases.accepted))('takes the passphrase $text', ({ text, spelled }) => {
  expect(requirePassphrase(text)).toBe(spelled)
})

it.each(rowsOf(golden.walletSecrets.accepted))('one secret of $signature', ({ signature, secret }) => {
  const { digest, custody } = golden.walletSecrets
  expect(hexOfBytes(secretOf(bytesOfHex(signature), bytesOfHex(digest), custody))).toBe(secret)
})

it.each(golden.forms)('signs $form', ({ form, values, digest, wallet }) => {
  const name = form as VaultForm
  const message = Object.fromEntries(vaultForms[name].map(([member], at) => [member, values[at] ?? '']))
  const signing = vaultSigning(name, message as never, registry)
  expect(hexOfBytes(signing.digest)).toBe(digest)
  const { domain, ...rest } = wallet as { domain: { verifyingContract: string } }
  const lower = { ...domain, verifyingContract: domain.verifyingContract.toLowerCase() }
  expect(signing.typed).toEqual({ ...rest, domain: lower })
})

it('asks the wallet in the same words', () => {
  expect(golden.forms[0]?.values[2]).toBe(unlockStatement)
})

describe('wraps', () => {
  it.each(golden.wraps)('$method', async ({ secret, salt, iv, ciphertext, ...made }) => {
    const key = bytesOfHex(secret)
    const wrap = await wrapKey(vaultKey, key, { ...made, salt: bytesOfHex(salt) }, profile, bytesOfHex(iv))
    expect(wrap).toEqual({ ...made, salt, iv, ciphertext })
    expect(await unwrapKey(wrap, key, profile, commitment)).toEqual(vaultKey)
  })
  it('open with the passphrase, stretched as in Python', async () => {
    const unlock = { method: 'passphrase', passphrase: golden.passphrase } as const
    expect(await unwrapWith(unlock, wraps, { profile, registry }, commitment)).toEqual(vaultKey)
  }, 30_000)
})

it.each(rowsOf(golden.manifests.accepted))('reads and writes the manifest $digest', ({ text, digest }) => {
  const manifest = decodeManifest(utf8(text))
  verifySeal(vaultKey, manifest)
  expect(textOf(buildManifest(vaultKey, manifest))).toBe(text)
  expect(manifestDigest(utf8(text))).toBe(digest)
  expect([manifest.profile, manifest.commitment]).toEqual([profile, golden.commitment])
})

it.each(rowsOf(golden.keyFiles.sealed))('opens and seals key file $sequence', async (row) => {
  const { sequence, iv, plain, blob } = row
  const opened = await openKeyFile(vaultKey, profile, sequence, bytesOfHex(blob))
  expect(textOf(encodeKeyFile(opened))).toBe(plain)
  const again = await sealKeyFile(vaultKey, profile, sequence, opened, bytesOfHex(iv))
  expect(hexOfBytes(again)).toBe(blob)
  const wrong = openKeyFile(vaultKey, profile, sequence - 1, bytesOfHex(blob))
  expect(await rejectedCodeOf(wrong)).toBe('vault.key_file')
})

it.each(golden.values.sealed)('opens and seals the value $recordId', async (row) => {
  const { value, recordId, key, iv, blob } = row
  expect(await openValue(bytesOfHex(blob), recordId, bytesOfHex(key))).toEqual(value)
  const again = await sealValue(value, recordId, bytesOfHex(key), bytesOfHex(iv))
  expect(hexOfBytes(again)).toBe(blob)
})

it('spells the receipt of a destroyed record', () => {
  const { digest, document, ...gone } = golden.destruction
  expect(buildDestruction(profile, gone, registry)).toEqual(document)
  const signing = destructionSigning(profile, gone.recordId, gone.destroyedAt, registry)
  expect(hexOfBytes(signing.digest)).toBe(digest)
})

it('reads and writes an export', () => {
  const found = parseExport(utf8(golden.exports.accepted))
  expect([...found.blobs.keys()]).toEqual(golden.exports.cids)
  expect(textOf(buildExport(found))).toBe(golden.exports.accepted)
})

it.each(rowsOf(golden.merges.keyFiles).map((row, at) => ({ at, ...row })))(
  'merges $at',
  ({ one, two, merged }) => {
    const [a, b] = [decodeKeyFile(utf8(one)), decodeKeyFile(utf8(two))]
    expect(textOf(encodeKeyFile(mergeKeyFiles(a, b)))).toBe(merged)
    expect(textOf(encodeKeyFile(mergeKeyFiles(b, a)))).toBe(merged)
  },
)

it.each(rowsOf(golden.merges.wraps))('merges ways in $own and $other', ({ base, own, other, merged }) => {
  const chosen = (places: number[]) => wraps.filter((_, at) => places.includes(at))
  const found = mergeWraps(chosen(base), chosen(own), chosen(other), 8)
  expect(found.map((wrap) => wraps.indexOf(wrap))).toEqual(merged)
})

it.each(rowsOf(golden.sizes))('pads $length bytes', ({ length, value, keyFile }) => {
  expect([paddedSize(length, valueSizes), paddedSize(length, keyFileSizes)]).toEqual([value, keyFile])
})
