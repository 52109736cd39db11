import type { ProfileId } from '../domain/brands.ts'
import type { Hex } from '../domain/hex.ts'

export const termsVersion = 1
export const termsContext = 'https://w3id.org/dpv'
export const termsLimits = {
  titleCharacters: 80,
  purposeCharacters: 600,
  lineCharacters: 120,
  methodCharacters: 300,
  urlCharacters: 500,
  purposes: 8,
  recipients: 8,
  asks: 24,
  fields: 32,
  values: 64,
  months: 120,
  least: 1_000_000_000,
  attesters: 16,
  retentionDays: 3_650,
  locations: 16,
  /** Every TAG there is. */
  priceWei: 10n ** 27n,
  /** X-Wing: ML-KEM-768 ‖ X25519. */
  envelopeKeyBytes: 1_216,
  leastBundleBytes: 1_024,
  /** The record that fits a blob of 10 MiB with leaves and header. */
  bundleBytes: 7_340_028,
} as const

/** Purposes of the W3C Data Privacy Vocabulary in plain words. */
export const purposeWords = {
  'dpv:AcademicResearch': 'academic research',
  'dpv:Advertising': 'advertising',
  'dpv:CommercialResearch': 'market research',
  'dpv:CustomerRelationshipManagement': 'keeping in touch with customers',
  'dpv:DirectMarketing': 'writing or calling you with offers',
  'dpv:ImproveExistingProductsAndServices': 'improving products and services',
  'dpv:Marketing': 'marketing',
  'dpv:NonCommercialResearch': 'research that earns no money',
  'dpv:OptimiseUserInterface': 'improving how an app or page is used',
  'dpv:PersonalisedAdvertising': 'advertising picked for you',
  'dpv:ProvideOfficialStatistics': 'official statistics',
  'dpv:ProvidePersonalisedRecommendations': 'recommendations picked for you',
  'dpv:ProvideProductRecommendations': 'recommending products',
  'dpv:PublicPolicyMaking': 'public policy',
  'dpv:PublicRelations': 'public relations',
  'dpv:ResearchAndDevelopment': 'research and development',
  'dpv:ScientificResearch': 'scientific research',
  'dpv:SellInsightsFromData': "selling insights drawn from many people's data",
  'dpv:ServiceOptimisation': 'making a service work better',
  'dpv:ServicePersonalisation': 'fitting a service to you',
  'dpv:SocialMediaMarketing': 'marketing on social media',
  'dpv:TargetedAdvertising': 'advertising aimed at groups you belong to',
} as const
export type Purpose = keyof typeof purposeWords

/** The right that every consent here stands on. */
export const withdrawRight = 'eu-gdpr:A7-3'
export const rightWords = {
  'eu-gdpr:A7-3': 'withdraw this consent at any time',
  'eu-gdpr:A13': 'be told how your data is used',
  'eu-gdpr:A15': 'see the data held about you',
  'eu-gdpr:A16': 'have wrong data corrected',
  'eu-gdpr:A17': 'have your data erased',
  'eu-gdpr:A18': 'have its use restricted',
  'eu-gdpr:A19': 'have recipients told of a correction or erasure',
  'eu-gdpr:A20': 'take your data elsewhere',
  'eu-gdpr:A21': 'object to its use',
  'eu-gdpr:A22': 'not be judged by a machine alone',
  'eu-gdpr:A77': 'complain to a supervisory authority',
} as const
export type Right = keyof typeof rightWords
export const requiredRights: readonly Right[] = ['eu-gdpr:A15', 'eu-gdpr:A17', 'eu-gdpr:A7-3', 'eu-gdpr:A77']

/** How closely a kind of data is shown, from all of it to a number with noise. */
export const granularities = ['exact', 'bracket', 'yesno', 'noised'] as const
export type Granularity = (typeof granularities)[number]

/** What somebody who receives the data from the controller is to it. */
export const recipientRoles = ['processor', 'joint-controller', 'third-party'] as const
export type RecipientRole = (typeof recipientRoles)[number]

/** A postal address; `country` is ISO 3166-1 alpha-2. */
export interface Address {
  readonly street: string
  readonly city: string
  readonly postcode: string
  readonly country: string
}

/** The business: legal name, profile, e-mail address, postal address; `domain` null: it has none. */
export interface Controller {
  readonly name: string
  readonly profile: ProfileId
  readonly contact: string
  readonly address: Address
  readonly domain: string | null
}

/** Somebody else who gets the data. */
export interface Recipient {
  readonly name: string
  readonly role: RecipientRole
  readonly contact: string
  readonly address: Address
}

/** How consent is withdrawn at the business, beside the contract's own way; `url` null: no page. */
export interface Withdrawal {
  readonly method: string
  readonly url: string | null
}

/**
 * What a yes/no ask wants to know of one field; null and empty are parameters it does not take.
 * `months` looks back from the day of the answer, `least` is the number to be reached.
 */
export interface Question {
  readonly field: string
  readonly least: number | null
  readonly months: number | null
  readonly oneOf: readonly string[]
  readonly currency: string | null
}

/** One kind of data at one granularity; no `fields` means all it has; price in 1e-18 TAG. */
export interface Ask {
  readonly category: string
  readonly granularity: Granularity
  readonly price: bigint
  readonly fields: readonly string[]
  readonly questions: readonly Question[]
}

/** Everything a person agrees to; its digest is part of the offer and of the consent. */
export interface TermsDocument {
  readonly title: string
  readonly purpose: string
  readonly purposes: readonly Purpose[]
  readonly controller: Controller
  readonly recipients: readonly Recipient[]
  readonly jurisdiction: string
  readonly language: string
  readonly retentionDays: number
  /** Where the data is kept: countries or EU, as the jurisdiction is. */
  readonly storageLocations: readonly string[]
  readonly rights: readonly Right[]
  readonly withdrawal: Withdrawal
  readonly asks: readonly Ask[]
  readonly minKinds: number
  readonly maxKinds: number
  readonly envelopeKey: Uint8Array
  readonly attesters: readonly Hex[]
  readonly maxBytes: number
  /** Milliseconds. */
  readonly createdAt: number
}

/** The categories asked for, each once, in their first order. */
export function listCategories(terms: Pick<TermsDocument, 'asks'>): string[] {
  return [...new Set(terms.asks.map((ask) => ask.category))]
}

/** The ask for a category at a granularity; null when the offer has none. */
export function findAsk(
  terms: Pick<TermsDocument, 'asks'>,
  category: string,
  granularity: Granularity,
): Ask | null {
  return terms.asks.find((ask) => ask.category === category && ask.granularity === granularity) ?? null
}
