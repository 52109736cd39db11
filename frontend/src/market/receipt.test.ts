import { describe, expect, it } from 'vitest'
import { parseConsent } from '../api/consentBody.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { encodeType } from '../domain/eip712.ts'
import type { Hex } from '../domain/hex.ts'
import { hexOfBytes } from '../domain/hexOfBytes.ts'
import { utf8 } from '../domain/utf8.ts'
import { codeOf, vectors } from '../domain/vectors.testing.ts'
import { attestationDigest, attestationToWallet } from './attestation.ts'
import { buildBundle, parseBundle } from './bundle.ts'
import { checksumAddress } from './checksumAddress.ts'
import type { OfferTerms } from './consent.ts'
import { buildReceipt } from './receipt.ts'
import { openSale, type Course, type Sale } from './sale.ts'
import { buildSelection, parseSelection, priceOf, selectKinds, verifySelection } from './selection.ts'
import { isoTime, spellSpan, spellTime } from './spans.ts'
import { parseTerms } from './termsFormat.ts'
import { describeConsent, shownDigest, verifyShown } from './words.ts'

type Spelled = Record<string, string>
interface Answer {
  terms: number
  offer: Spelled
  selection: string
}
interface Change {
  name: string
  old: string
  new: string
  code: string
}
const golden = vectors<{
  chainId: string
  market: Hex
  buyer: Hex
  spans: { seconds: number; words: string }[]
  times: { seconds: string; words: string; iso: string }[]
  terms: string[]
  words: (Answer & {
    profile: string
    payee: Hex
    validUntil: string
    text: string
    shown: Hex
    price: string
  })[]
  attestation: {
    profile: string
    ptRoot: Hex
    category: string
    issuedAt: number
    type: string
    digest: Hex
    selection: string
  }
  selectionsRefused: Change[]
  verified: { selection: string; terms: number; price: string; code: string | null }[]
  bundles: { terms: number; selection: string; text: string }[]
  bundlesRefused: (Change & { bundle: number })[]
  receipts: (Answer & {
    consent: Spelled
    receiptSalt: Hex
    course: Course
    createdAt: number
    receipt: unknown
  })[]
  mismatches: (Omit<Answer, 'terms'> & {
    name: string
    consent: Spelled
    termsText: string
    receiptSalt: Hex
    code: string
  })[]
}>('market_receipt')
const domain = { chainId: BigInt(golden.chainId), contract: golden.market }
const termsOf = (index: number) => parseTerms(utf8(golden.terms[index] ?? ''))
const chosen = (text: string) => parseSelection(utf8(text))

function offerOf(spelled: Spelled): OfferTerms {
  const number = (name: string) => Number(spelled[name])
  return {
    salt: spelled['salt'] as Hex, // Safety: the vectors' own form.
    terms: spelled['terms'] as Hex,
    qx: BigInt(spelled['qx'] ?? 0),
    qParity: number('qParity'),
    acceptUntil: BigInt(spelled['acceptUntil'] ?? 0),
    deliverSeconds: number('deliverSeconds'),
    garbageSeconds: number('garbageSeconds'),
    vestingSeconds: number('vestingSeconds'),
    upFrontBps: number('upFrontBps'),
    maxResponses: number('maxResponses'),
    minLevel: number('minLevel'),
    epochs: number('epochs'),
  }
}
const open = (offer: Spelled, consent: Spelled, terms: string, selection: string, salt: Hex): Sale =>
  openSale(domain, golden.buyer, offerOf(offer), parseConsent(consent), {
    terms: utf8(terms),
    selection: utf8(selection),
    receiptSalt: bytesOfHex(salt),
  })

describe('spans and times', () => {
  it.each(golden.spans)('$seconds seconds are $words', ({ seconds, words }) =>
    expect(spellSpan(seconds)).toBe(words),
  )
  it.each(golden.times)('$seconds is $words', ({ seconds, words, iso }) => {
    expect(spellTime(BigInt(seconds))).toBe(words)
    expect(isoTime(BigInt(seconds))).toBe(iso)
  })
})

describe('a selection', () => {
  it.each(golden.selectionsRefused)('is refused: $name', (change) => {
    const text = (golden.words[1]?.selection ?? '').replaceAll(change.old, () => change.new)
    expect(codeOf(() => chosen(text))).toBe(change.code)
  })
  it('is refused above its size', () =>
    expect(codeOf(() => parseSelection(new Uint8Array(16_385)))).toBe('selection.bytes'))
  it.each(golden.verified.map((one, at) => ({ ...one, at })))('$at against the terms: $code', (one) =>
    expect(codeOf(() => verifySelection(chosen(one.selection), termsOf(one.terms), BigInt(one.price)))).toBe(
      one.code,
    ),
  )
  it('with an attestation is read, and the attestation is signed as Python says', () => {
    const { attestation } = chosen(golden.attestation.selection)
    const { profile, ptRoot, category, issuedAt, type, digest } = golden.attestation
    const message = { profile, ptRoot, category, issuedAt }
    expect(attestation).toMatchObject({ ptRoot, category, issuedAt })
    expect(hexOfBytes(attestationDigest(message, domain))).toBe(digest)
    const wallet = attestationToWallet(message, domain)
    const members = (wallet.types['Attestation'] ?? []).map((one) => [one.name, one.type] as const)
    expect(encodeType('Attestation', members as never)).toBe(type)
  })
})

describe('the words of a consent', () => {
  it.each(golden.words.map((one, at) => ({ ...one, at })))('$at are the same in both languages', (one) => {
    const terms = termsOf(one.terms)
    const { kinds } = chosen(one.selection)
    const signing = {
      terms,
      offer: offerOf(one.offer),
      profile: one.profile,
      kinds,
      payee: one.payee,
      validUntil: BigInt(one.validUntil),
    }
    expect(describeConsent(signing)).toBe(one.text)
    expect(shownDigest(one.text)).toBe(one.shown)
    expect(chosen(one.selection).shown).toBe(one.shown)
    expect(priceOf(kinds, terms)).toBe(BigInt(one.price))
    expect(new TextDecoder().decode(buildSelection(chosen(one.selection)))).toBe(one.selection)
  })
})

describe('a bundle', () => {
  it.each(golden.bundles.map((one, at) => ({ ...one, at })))('$at is read and written', (one) => {
    const terms = termsOf(one.terms)
    const selection = chosen(one.selection)
    const bundle = parseBundle(utf8(one.text), terms, selection)
    expect(selectKinds(bundle.kinds)).toEqual(selection.kinds)
    expect(new TextDecoder().decode(buildBundle(bundle, terms.maxBytes))).toBe(one.text)
    expect(codeOf(() => buildBundle(bundle, 64))).toBe('bundle.bytes')
    expect(codeOf(() => parseBundle(utf8(one.text), { maxBytes: 64 }, selection))).toBe('bundle.bytes')
  })
  it.each(golden.bundlesRefused)('is refused: $name', (change) => {
    const one = golden.bundles[change.bundle]
    const text = (one?.text ?? '').replaceAll(change.old, () => change.new)
    expect(text).not.toBe(one?.text)
    const parse = () => parseBundle(utf8(text), termsOf(one?.terms ?? 0), chosen(one?.selection ?? ''))
    expect(codeOf(parse)).toBe(change.code)
  })
})

describe('a receipt', () => {
  it.each(golden.receipts.map((one, at) => ({ ...one, at })))('$at says what Python says', (one) => {
    const sale = open(one.offer, one.consent, golden.terms[one.terms] ?? '', one.selection, one.receiptSalt)
    verifyShown(sale.selection, sale.terms, sale.offer, sale.consent)
    const wrong = { ...sale.consent, payee: golden.buyer }
    expect(codeOf(() => verifyShown(sale.selection, sale.terms, sale.offer, wrong))).toBe('selection.shown')
    expect(JSON.stringify(buildReceipt(sale, one.course, one.createdAt))).toBe(JSON.stringify(one.receipt))
  })
  it.each(golden.mismatches)('needs documents that belong together: $name', (one) =>
    expect(codeOf(() => open(one.offer, one.consent, one.termsText, one.selection, one.receiptSalt))).toBe(
      one.code,
    ),
  )
})

it.each([
  '0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed',
  '0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359',
  '0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB',
] as const)('%s is spelled with its capitals', (address) =>
  expect(checksumAddress(address.toLowerCase() as Hex)).toBe(address),
)
