import type { Ask, TermsDocument } from './terms.ts'

/**
 * The terms as an ODRL 2.2 offer: permission to use each kind, for a purpose and a time, against pay.
 * It repeats the terms for machines and must equal what is built here, so it cannot say anything else.
 */
const odrlContext = 'http://www.w3.org/ns/odrl.jsonld'
const odrlProfile = 'https://w3id.org/dpv/odrl#'
const dpv = 'https://w3id.org/dpv#'
const xsd = 'http://www.w3.org/2001/XMLSchema#'
const tagWei = 10n ** 18n

type Odrl = Readonly<Record<string, unknown>>

/** The ODRL offer that says what the terms say. */
export function buildOdrl(terms: TermsDocument): Odrl {
  const { profile } = terms.controller
  return {
    '@context': odrlContext,
    '@type': 'Offer',
    uid: `urn:hashtagspace:terms:${profile}:${terms.createdAt}`,
    profile: odrlProfile,
    assigner: { '@type': 'PartyCollection', source: `${dpv}DataSubject` },
    assignee: `urn:hashtagspace:profile:${profile}`,
    permission: terms.asks.map((ask) => permission(ask, terms)),
    obligation: [
      { action: 'delete', constraint: [constraint('event', 'gt', { '@id': `${dpv}WithdrawConsent` })] },
      { action: 'delete', constraint: [constraint('elapsedTime', 'gt', days(terms))] },
    ],
  }
}

function permission(ask: Ask, terms: TermsDocument): Odrl {
  const purposes = terms.purposes.map((purpose) => ({ '@id': purpose.replaceAll('dpv:', dpv) }))
  return {
    target: `urn:hashtagspace:data:${ask.category}:${ask.granularity}`,
    action: 'use',
    constraint: [constraint('purpose', 'isAnyOf', purposes), constraint('elapsedTime', 'lteq', days(terms))],
    duty: [{ action: 'compensate', constraint: [pay(ask.price)] }],
  }
}

function constraint(leftOperand: string, operator: string, rightOperand: unknown): Odrl {
  return { leftOperand, operator, rightOperand }
}

function days(terms: TermsDocument): Odrl {
  return { '@value': `P${terms.retentionDays}D`, '@type': `${xsd}duration` }
}

function pay(price: bigint): Odrl {
  const amount = { '@value': spellTag(price), '@type': `${xsd}decimal` }
  return { ...constraint('payAmount', 'eq', amount), unit: 'urn:hashtagspace:TAG' }
}

/** The exact decimal number of TAG, without trailing zeros. */
export function spellTag(wei: bigint): string {
  const part = String(wei % tagWei).padStart(18, '0')
  return `${wei / tagWei}.${part}`.replace(/\.?0*$/, '')
}
