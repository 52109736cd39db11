import { describe, expect, it } from 'vitest'
import { bytesOfHex } from './bytesOfHex.ts'
import { domainSeparator, encodeType, type WalletTypedData } from './eip712.ts'
import type { Hex } from './hex.ts'
import { hexOfBytes } from './hexOfBytes.ts'
import { isKind, type Kind } from './kind.ts'
import { intentId } from './intentId.ts'
import { intentToWallet } from './intentToWallet.ts'
import { formDigest, forms, formToWallet, tagDomainName, type FormName } from './typedData.ts'
import { codeOf, vectors } from './vectors.testing.ts'

interface Golden {
  chainId: string
  profileRegistry: Hex
  profileRegistrySeparator: Hex
  tagToken: Hex
  tagTokenSeparator: Hex
  postRegistry: Hex
  forms: { form: FormName; type: string; digest: Hex; wallet: WalletTypedData }[]
  intents: { digest: Hex; wallet: WalletTypedData }[]
}

const golden = vectors<Golden>('typed_data')
const chainId = BigInt(golden.chainId)
const registry = { chainId, contract: golden.profileRegistry }
const token = { chainId, contract: golden.tagToken, name: tagDomainName }

function lowerCase(wallet: WalletTypedData): unknown {
  return JSON.parse(JSON.stringify(wallet).toLowerCase())
}

it('has the domain separators', () => {
  expect(hexOfBytes(domainSeparator(registry))).toBe(golden.profileRegistrySeparator)
  expect(hexOfBytes(domainSeparator(token))).toBe(golden.tagTokenSeparator)
})

const signedHere = golden.forms.filter(({ form }) => form in forms)

it.each(signedHere.map((row) => [row.type, row] as const))('%s', (type, row) => {
  const domain = row.form === 'Permit' ? token : registry
  expect(encodeType(row.form, forms[row.form])).toBe(type)
  expect(hexOfBytes(formDigest(row.form, row.wallet.message, domain))).toBe(row.digest)
  expect(lowerCase(formToWallet(row.form, row.wallet.message, domain))).toEqual(lowerCase(row.wallet))
})

it('has a vector for every form but the intent, which has vectors of its own', () => {
  const seen = new Set<string>(signedHere.map(({ form }) => form))
  expect(Object.keys(forms).filter((form) => !seen.has(form))).toEqual(['Intent'])
})

function kindOf(value: number): Kind {
  if (!isKind(value)) throw new Error('the vectors hold known kinds alone')
  return value
}

it.each(golden.intents.map((row) => [row.digest, row] as const))('intent %s', (digest, { wallet }) => {
  const { profile = 0, kind = 0, subject, content, createdAt = 0 } = wallet.message
  const domain = { chainId, postRegistry: golden.postRegistry }
  const words = [subject, content].map((word) => hexOfBytes(bytesOfHex(String(word), 32)))
  const intent = {
    profile: BigInt(profile),
    kind: kindOf(Number(kind)),
    subject: words[0] ?? '0x',
    content: words[1] ?? '0x',
    createdAt: BigInt(createdAt),
  }
  expect(intentId(intent, domain)).toBe(digest)
  expect(hexOfBytes(formDigest('Intent', { ...intent }, { chainId, contract: golden.postRegistry }))).toBe(
    digest,
  )
  expect(lowerCase(intentToWallet(intent, domain))).toEqual(lowerCase(wallet))
})

describe('what is refused', () => {
  const message = { profile: 1n, recovery: `0x${'00'.repeat(20)}`, nonce: 0n, deadline: 0n }

  it.each([
    { ...message, profile: 1n << 64n },
    { ...message, profile: -1n },
    { ...message, profile: 1.5 },
    { ...message, profile: 2 ** 53 },
    { ...message, profile: '0x1' },
    { ...message, nonce: 1n << 256n },
    { profile: 1n, recovery: message.recovery, nonce: 0n },
  ])('a value that does not fit: %o', (bad) => {
    expect(codeOf(() => formDigest('RequestRecoveryChange', bad, registry))).toBe('typed_data.value')
    expect(codeOf(() => formToWallet('RequestRecoveryChange', bad, registry))).toBe('typed_data.value')
  })

  it('an address of another length', () => {
    const bad = { profile: 1, key: '0x00', voidFrom: 0, deadline: 0 }
    expect(codeOf(() => formDigest('RevokeKey', bad, registry))).toBe('hex.malformed')
  })
})
