import { emptyDraft, type OfferDraft } from './offerDraft.ts'

/** An offer that could be opened; tests change what they are about. */
export function makeDraft(now: number, change: Partial<OfferDraft> = {}): OfferDraft {
  const address = { street: 'Quay 1', city: 'Hamburg', postcode: '20457', country: 'DE' }
  return {
    ...emptyDraft(now),
    title: 'How people choose running shoes',
    purpose: 'We want to learn which sports people plan to take up, to decide which shoes to make.',
    purposes: ['dpv:CommercialResearch'],
    controller: {
      name: 'Harbour Shoes GmbH',
      contact: 'privacy@shoes.example',
      domain: 'shoes.example',
      address,
    },
    asks: [{ category: 'interests', granularity: 'exact', price: '2', fields: [], questions: [] }],
    budget: '100',
    ...change,
  }
}
