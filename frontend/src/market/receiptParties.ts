import { getCategory } from './categories.ts'
import type { JsonLd } from './receipt.ts'
import type { SelectedKind } from './selection.ts'
import type { Controller, Recipient, RecipientRole } from './terms.ts'

/** Who and what a consent record names: the parties, and the personal data by the vocabulary's words. */
const roles: Readonly<Record<RecipientRole, string>> = {
  processor: 'dpv:DataProcessor',
  'joint-controller': 'dpv:DataController',
  'third-party': 'dpv:ThirdParty',
}

export function personalDataOf(kind: SelectedKind): JsonLd[] {
  const category = getCategory(kind.category)
  const fields = category.fields.filter((field) => kind.fields.includes(field.id))
  if (fields.length === 0) return [personalData(category.personalData, category.title, category.id)]
  return fields.map((field) => personalData(field.personalData, field.title, `${category.id}.${field.id}`))
}

function personalData(broader: string, title: string, identifier: string): JsonLd {
  return {
    '@type': 'dpv:PersonalData',
    'skos:broader': { '@id': broader },
    'dct:title': title,
    'dct:identifier': identifier,
    'dpv:hasNecessity': { '@id': 'dpv:Optional' },
  }
}

/** The person, by the profile alone: 27560 asks for no contact of a data subject. */
export function subjectOf(profile: bigint | string, identifier: string): JsonLd {
  return {
    '@id': identifier,
    '@type': 'dpv:DataSubject',
    'dpv:hasIdentifier': identifier,
    'dpv:hasName': `Profile ${profile}`,
  }
}

export function controllerOf(controller: Controller, identifier: string): JsonLd {
  const party = entity(identifier, ['dpv:LegalEntity', 'dpv:DataController'], controller)
  return controller.domain === null ? party : { ...party, 'schema:url': `https://${controller.domain}` }
}

export function recipientOf(recipient: Recipient, identifier: string): JsonLd {
  return entity(identifier, ['dpv:LegalEntity', roles[recipient.role]], recipient)
}

function entity(identifier: string, types: readonly string[], party: Controller | Recipient): JsonLd {
  const { name, contact, address } = party
  return {
    '@id': identifier,
    '@type': types,
    'dpv:hasIdentifier': identifier,
    'dpv:hasName': name,
    'schema:contactPoint': { '@type': 'schema:ContactPoint', 'schema:email': contact },
    'schema:address': {
      '@type': 'schema:PostalAddress',
      'schema:streetAddress': address.street,
      'schema:postalCode': address.postcode,
      'schema:addressLocality': address.city,
      'schema:addressCountry': address.country,
    },
  }
}
