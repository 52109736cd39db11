import { describe, expect, it } from 'vitest'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { domainSeparator, encodeType, type WalletTypedData } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { words } from './abiWords.ts'
import {
  dealId,
  marketDigest,
  marketForms,
  marketToWallet,
  offerId,
  receiptDigest,
  type MarketForm,
  type MarketMessage,
  type OfferTerms,
} from './consent.ts'
import { rowsOf, type Table } from './market.testing.ts'

interface Golden {
  chainId: string
  market: Hex
  separator: Hex
  forms: { form: MarketForm; type: string; digest: Hex; wallet: WalletTypedData }[]
  offers: Table<Record<keyof OfferTerms | 'buyer' | 'id', Hex>>
  deals: Table<{ offer: Hex; profile: string; id: Hex }>
  receipts: Table<{ salt: Hex; bytes: Hex; digest: Hex }>
}

const golden = vectors<Golden>('market_consent')
const domain = { chainId: BigInt(golden.chainId), contract: golden.market }
const lowerCase = (wallet: WalletTypedData): unknown => JSON.parse(JSON.stringify(wallet).toLowerCase())

// Safety: a row's message has the members of its form, which the digest then proves.
const messageOf = (wallet: WalletTypedData) => wallet.message as MarketMessage<'Consent' | 'Revoke'>

describe('what is refused', () => {
  const word: Hex = `0x${'00'.repeat(32)}`
  const consent: MarketMessage<'Consent'> = {
    ...{ offer: word, profile: 1n, payee: golden.market, price: 1n, validUntil: 1n, terms: word },
    ...{ receipt: word, qx: 1n, qParity: 0, xx: 1n, xParity: 1, ctRoot: word, ptRoot: word, salt: word },
  }

  it.each([
    { price: 1n << 128n },
    { price: -1n },
    { profile: 1n << 64n },
    { qParity: 256 },
    { qx: 1n << 256n },
  ])('%o', (change) => {
    const changed = { ...consent, ...change }
    expect(codeOf(() => marketDigest('Consent', changed, domain))).toBe('typed_data.value')
    expect(codeOf(() => marketToWallet('Consent', changed, domain))).toBe('typed_data.value')
  })

  it('what is no word', () => {
    expect(codeOf(() => words(new Uint8Array(31)))).toBe('hex.malformed')
    expect(codeOf(() => words(-1n))).toBe('intent.range')
    expect(codeOf(() => words(1n << 256n))).toBe('intent.range')
  })
})

it('has the domain separator', () => {
  expect(hexOfBytes(domainSeparator(domain))).toBe(golden.separator)
})

it.each(golden.forms.map((row) => [row.form, row] as const))('%s', (form, row) => {
  const message = messageOf(row.wallet)
  expect(encodeType(form, marketForms[form])).toBe(row.type)
  // Safety: the golden row names the form its message belongs to.
  expect(hexOfBytes(marketDigest(form, message as MarketMessage<typeof form>, domain))).toBe(row.digest)
  expect(lowerCase(marketToWallet(form, message as MarketMessage<typeof form>, domain))).toEqual(
    lowerCase(row.wallet),
  )
})

it('covers both forms', () => {
  expect(new Set(golden.forms.map(({ form }) => form))).toEqual(new Set(Object.keys(marketForms)))
})

it.each(rowsOf(golden.offers))('offer $id', (row) => {
  const terms: OfferTerms = {
    salt: row.salt,
    terms: row.terms,
    qx: BigInt(row.qx),
    qParity: Number(row.qParity),
    acceptUntil: BigInt(row.acceptUntil),
    deliverSeconds: Number(row.deliverSeconds),
    garbageSeconds: Number(row.garbageSeconds),
    vestingSeconds: Number(row.vestingSeconds),
    upFrontBps: Number(row.upFrontBps),
    maxResponses: Number(row.maxResponses),
    minLevel: Number(row.minLevel),
    epochs: Number(row.epochs),
  }
  expect(hexOfBytes(offerId(row.buyer, terms))).toBe(row.id)
})

it('names deals and receipts', () => {
  for (const { offer, profile, id } of rowsOf(golden.deals)) {
    expect(hexOfBytes(dealId(bytesOfHex(offer), BigInt(profile)))).toBe(id)
  }
  for (const { salt, bytes, digest } of rowsOf(golden.receipts)) {
    expect(hexOfBytes(receiptDigest(bytesOfHex(salt), bytesOfHex(bytes)))).toBe(digest)
  }
})
