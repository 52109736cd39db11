import type { ProfileId } from '../../../domain/brands.ts'
import type { Hex } from '../../../domain/hex.ts'
import type { OfferTerms } from '../../../market/consent.ts'
import type { CurvePoint } from '../../../market/curve.ts'
import { parityOf } from '../../../market/curve.ts'
import { termsLimits, type Ask, type Question, type TermsDocument } from '../../../market/terms.ts'
import { parseTag } from '../../../ui/amount.ts'
import type { AddressDraft, AskDraft, OfferDraft, QuestionDraft } from './offerDraft.ts'

/** What the form does not hold: whose offer it is, and the key of its envelopes. */
export interface TermsParts {
  profile: ProfileId
  envelopeKey: Uint8Array
  /** Milliseconds. */
  createdAt: number
}

/** The terms that the form spells. Raises `amount.*` for a price; `buildTerms` and `verifyTerms` judge the rest. */
export function termsOf(draft: OfferDraft, { profile, envelopeKey, createdAt }: TermsParts): TermsDocument {
  const { controller } = draft
  return {
    title: draft.title.trim(),
    purpose: draft.purpose.trim().replace(/\s+/g, ' '),
    purposes: draft.purposes,
    controller: {
      name: controller.name.trim(),
      profile,
      contact: controller.contact.trim(),
      address: addressOf(controller.address),
      domain: controller.domain.trim().toLowerCase() || null,
    },
    recipients: draft.recipients.map(({ name, role, contact, address }) => ({
      name: name.trim(),
      role,
      contact: contact.trim(),
      address: addressOf(address),
    })),
    jurisdiction: draft.jurisdiction,
    language: draft.language.trim(),
    retentionDays: Number(draft.retentionDays),
    storageLocations: draft.storageLocations,
    rights: draft.rights,
    withdrawal: {
      method: draft.withdrawalMethod.trim().replace(/\s+/g, ' '),
      url: draft.withdrawalUrl.trim() || null,
    },
    asks: draft.asks.map(askOf),
    minKinds: Number(draft.minKinds),
    maxKinds: Number(draft.maxKinds),
    envelopeKey,
    attesters: attestersOf(draft),
    maxBytes: termsLimits.bundleBytes,
    createdAt,
  }
}

/** One ask as the terms have it. Raises `amount.*`. */
export function askOf(ask: AskDraft): Ask {
  const { category, granularity, fields } = ask
  const questions = granularity === 'yesno' ? ask.questions.filter(({ field }) => fields.includes(field)) : []
  return {
    category,
    granularity,
    price: parseTag(ask.price),
    fields: [...fields],
    questions: questions
      .map(questionOf)
      .filter(hasParameters)
      .sort((one, other) => (one.field < other.field ? -1 : 1)),
  }
}

export function attestersOf({ attesters }: OfferDraft): Hex[] {
  // Safety: the form of each is judged by buildTerms.
  return attesters
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map((address) => address.toLowerCase() as Hex)
}

/** What the contract is told. Its bounds are judged by the form and by the contract. */
export function onChainOf(
  draft: OfferDraft,
  { salt, terms, q }: { salt: Hex; terms: Hex; q: CurvePoint },
): OfferTerms {
  const once = !draft.subscription
  const vestingSeconds = once ? draft.vestingSeconds : 0
  return {
    salt,
    terms,
    qx: q.x,
    qParity: parityOf(q),
    acceptUntil: BigInt(acceptUntilSeconds(draft)),
    deliverSeconds: once ? draft.deliverSeconds : draft.epochSeconds,
    garbageSeconds: once ? draft.garbageSeconds : 0,
    vestingSeconds,
    upFrontBps: vestingSeconds === 0 ? 10_000 : upfrontBps(draft),
    maxResponses: Number(draft.maxResponses),
    minLevel: draft.minLevel,
    epochs: once ? 0 : Number(draft.epochs),
  }
}

/** The first second in which no answer is accepted: the end of the day in the business's own calendar. */
export function acceptUntilSeconds({ acceptUntil }: OfferDraft): number {
  return Math.floor(Date.parse(`${acceptUntil}T23:59:59`) / 1000) + 1
}

export function upfrontBps({ upfrontPercent }: OfferDraft): number {
  return Math.round(Number(upfrontPercent) * 100)
}

const addressOf = ({ street, city, postcode, country }: AddressDraft): AddressDraft => ({
  street: street.trim(),
  city: city.trim(),
  postcode: postcode.trim(),
  country,
})

function questionOf({ field, least, months, oneOf, currency }: QuestionDraft): Question {
  return {
    field,
    least: least.trim() === '' ? null : Number(least),
    months: months.trim() === '' ? null : Number(months),
    oneOf: [...oneOf],
    currency: currency === '' ? null : currency,
  }
}

const hasParameters = ({ least, months, oneOf, currency }: Question): boolean =>
  least !== null || months !== null || oneOf.length > 0 || currency !== null
