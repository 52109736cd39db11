import { describe, expect, it } from 'vitest'
import * as hrefs from './marketRoute.ts'
import { parseRoute } from './route.ts'

const offerId = `0x${'ab'.repeat(32)}`
const at = (hash: string) => hrefs.marketRoute(parseRoute(hash))

describe('marketRoute refuses what it does not know', () => {
  it.each([
    '#/vault/x1',
    '#/vault/a/b',
    '#/offers/0x12',
    '#/consents/1',
    '#/earnings/1',
    '#/business/old',
    '#/explore',
    '#/',
  ])('%s is lost', (hash) => expect(at(hash)).toEqual({ page: 'lost' }))
  it('keeps offer ids to one spelling', () =>
    expect(at(`#/offers/${offerId.toUpperCase().replace('X', 'x')}`).page).toBe('lost'))
})

describe('marketRoute finds each page', () => {
  it.each([
    [hrefs.vaultHref, { page: 'vault', part: '' }],
    [hrefs.vaultPartHref('interests'), { page: 'vault', part: 'interests' }],
    [hrefs.offersHref, { page: 'offers' }],
    [hrefs.offerHref(offerId), { page: 'offer', offerId }],
    [hrefs.consentsHref, { page: 'consents' }],
    [hrefs.earningsHref, { page: 'earnings' }],
    [hrefs.businessHref, { page: 'business' }],
    [hrefs.newOfferHref, { page: 'businessNew' }],
    [hrefs.businessOfferHref(offerId), { page: 'businessOffer', offerId }],
  ])('%s', (hash, route) => expect(at(hash)).toEqual(route))
})
