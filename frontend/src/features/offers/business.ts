import type { Offer } from '../../api/marketModel.ts'

export type BusinessBadge = 'verified' | 'unverified' | 'unchecked' | 'other_wallet' | 'unknown'

export interface BusinessFace {
  /** The name that the terms sign with. */
  name: string
  handle: string | null
  badge: BusinessBadge
  word: string
  /** What the badge is worth, in one sentence. */
  sentence: string
}

/**
 * Who makes the offer, and how far that is known: the terms only say it, the wallet shows it, the domain confirms
 * it. The domain is this gateway's word: asking it from here would tell the business who looks.
 */
export function faceOf(
  name: string,
  { business }: Pick<Offer, 'business'>,
  gatewayName: string,
): BusinessFace {
  const handle = business?.handle ?? null
  if (!business)
    return {
      ...{ name, handle, badge: 'unknown', word: 'Unknown business' },
      sentence: 'The terms name a profile that this gateway does not know.',
    }
  if (!business.custodyMatches)
    return {
      ...{ name, handle, badge: 'other_wallet', word: 'Not from that profile' },
      sentence: `The offer names @${business.handle}, but another wallet opened it. It may be somebody else.`,
    }
  const { domain } = business
  if (!domain)
    return {
      ...{ name, handle, badge: 'unverified', word: 'Unverified business' },
      sentence: `The wallet of @${business.handle} opened it. No web site confirms who that is.`,
    }
  switch (domain.state) {
    case 'verified':
      return {
        ...{ name, handle, badge: 'verified', word: domain.name },
        sentence: `${domain.name} names @${business.handle} as its own; ${gatewayName} looked it up.`,
      }
    case 'unverified':
      return {
        ...{ name, handle, badge: 'unverified', word: 'Unverified business' },
        sentence: `It claims ${domain.name}, but that site does not name @${business.handle}.`,
      }
    case 'unchecked':
      return {
        ...{ name, handle, badge: 'unchecked', word: 'Not checked yet' },
        sentence: `It claims ${domain.name}. ${gatewayName} has not looked there yet.`,
      }
  }
}
