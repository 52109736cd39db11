import { describe, expect, it } from 'vitest'
import type { Business } from '../../api/marketModel.ts'
import { faceOf } from './business.ts'

const business = (change: Partial<Business> = {}): Business => ({
  profileId: '9',
  handle: 'acme',
  name: 'Acme',
  custodyMatches: true,
  domain: { name: 'acme.example', state: 'verified', checkedAt: null },
  ...change,
})
const badge = (of: Business | null) => faceOf('Acme GmbH', { business: of }, 'gateway.example').badge

describe('a business is never called verified', () => {
  it.each<[string, Business | null, string]>([
    ['unknown here', null, 'unknown'],
    [
      'opened by another wallet, whatever its domain says',
      business({ custodyMatches: false }),
      'other_wallet',
    ],
    ['without a domain', business({ domain: null }), 'unverified'],
    [
      'with a domain that denies it',
      business({ domain: { name: 'acme.example', state: 'unverified', checkedAt: null } }),
      'unverified',
    ],
    [
      'that nobody looked up',
      business({ domain: { name: 'acme.example', state: 'unchecked', checkedAt: null } }),
      'unchecked',
    ],
  ])('%s', (_, of, expected) => expect(badge(of)).toBe(expected))
})

it('a verified one says who looked', () => {
  const face = faceOf('Acme GmbH', { business: business() }, 'gateway.example')
  expect(face).toMatchObject({ badge: 'verified', word: 'acme.example', name: 'Acme GmbH', handle: 'acme' })
  expect(face.sentence).toContain('gateway.example looked it up')
})
