import { describe, expect, it } from 'vitest'
import { codeOf } from '../domain/vectors.testing.ts'
import { parseConsent, spellConsent, type Consent } from './consentBody.ts'

const word = (digit: string) => `0x${digit.repeat(64)}` as const
const consent: Consent = {
  offer: word('1'),
  profile: 2n ** 63n - 1n,
  payee: `0x${'aa'.repeat(20)}`,
  price: 2n ** 128n - 1n,
  validUntil: 1_790_000_000n,
  terms: word('2'),
  receipt: word('3'),
  qx: 2n ** 255n,
  qParity: 1,
  xx: 5n,
  xParity: 0,
  ctRoot: word('4'),
  ptRoot: word('0'),
  salt: word('5'),
}

it('is read back as it was written', () => expect(parseConsent(spellConsent(consent))).toEqual(consent))
it('survives JSON', () =>
  expect(parseConsent(JSON.parse(JSON.stringify(spellConsent(consent))))).toEqual(consent))
it('one spelling of addresses', () =>
  expect(parseConsent({ ...spellConsent(consent), payee: `0x${'AA'.repeat(20)}` })).toEqual(consent))

describe('what is refused', () => {
  it.each([
    { offer: '0x12' },
    { payee: word('1') },
    { price: '-1' },
    { price: '1.5' },
    { price: '0x10' },
    { price: '007' },
    { qParity: '2' },
    { xx: '' },
    { salt: undefined },
  ])('%j', (change) =>
    expect(codeOf(() => parseConsent({ ...spellConsent(consent), ...(change as object) }))).toBe(
      'consent.malformed',
    ),
  )
})
