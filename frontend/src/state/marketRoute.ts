import type { Route } from './route.ts'

/** Where one is in the market. The social pages know only that it is the market: this file is loaded with it. */
export type MarketRoute =
  | { page: 'offers' | 'consents' | 'earnings' | 'business' | 'businessNew' | 'lost' }
  | { page: 'vault'; part: string }
  | { page: 'offer' | 'businessOffer'; offerId: string }

const lost = { page: 'lost' } as const
const offerPattern = /^0x[0-9a-f]{64}$/

/** The market's page that a route names; what it does not know is `lost`, never an exception. */
export function marketRoute(route: Route): MarketRoute {
  if (route.page !== 'market') return lost
  const { area, item } = route
  switch (area) {
    case 'vault':
      return /^[a-z]{0,20}$/.test(item) ? { page: 'vault', part: item } : lost
    case 'consents':
    case 'earnings':
      return item ? lost : { page: area }
    case 'offers':
      return item ? offerRoute('offer', item) : { page: 'offers' }
    case 'business':
      if (item === 'new') return { page: 'businessNew' }
      return item ? offerRoute('businessOffer', item) : { page: 'business' }
    default:
      return lost
  }
}

function offerRoute(page: 'offer' | 'businessOffer', offerId: string): MarketRoute {
  return offerPattern.test(offerId) ? { page, offerId } : lost
}

export const vaultHref = '#/vault'
export const vaultPartHref = (part: string): string => `#/vault/${part}`
export const offersHref = '#/offers'
export const consentsHref = '#/consents'
export const earningsHref = '#/earnings'
export const businessHref = '#/business'
export const newOfferHref = '#/business/new'
export const offerHref = (offerId: string): string => `#/offers/${offerId}`
export const businessOfferHref = (offerId: string): string => `#/business/${offerId}`
