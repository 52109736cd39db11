import { describe, expect, it } from 'vitest'
import { checkOffer } from '../../offers/checkOffer.ts'
import { makeDraft } from './draft.testing.ts'
import { previewOffer } from './previewOffer.ts'

const now = Date.UTC(2026, 10, 23)
const business = { profileId: '77', handle: 'shoes', name: 'Shoes', custodyMatches: true, domain: null }

describe('previewOffer', () => {
  it('passes every check that a person’s page makes', () => {
    const offer = previewOffer(makeDraft(now), { buyer: `0x${'11'.repeat(20)}`, business, now })
    expect(checkOffer(offer).terms.title).toBe('How people choose running shoes')
  })
})
