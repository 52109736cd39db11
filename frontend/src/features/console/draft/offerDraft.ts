import {
  requiredRights,
  type Granularity,
  type Purpose,
  type RecipientRole,
  type Right,
} from '../../../market/terms.ts'

/** What a yes/no ask wants to know of one field, as it stands in the form. */
export interface QuestionDraft {
  field: string
  least: string
  months: string
  oneOf: string[]
  currency: string
}

/** One kind of data at one granularity; `fields` empty means all of them. */
export interface AskDraft {
  category: string
  granularity: Granularity
  price: string
  fields: string[]
  questions: QuestionDraft[]
}

export interface AddressDraft {
  street: string
  city: string
  postcode: string
  country: string
}

export interface RecipientDraft {
  name: string
  role: RecipientRole
  contact: string
  address: AddressDraft
}

/** An offer as it stands in the form: text as typed, plain JSON, kept in the browser. It holds no secret. */
export interface OfferDraft {
  version: 1
  title: string
  purpose: string
  purposes: Purpose[]
  controller: { name: string; contact: string; domain: string; address: AddressDraft }
  recipients: RecipientDraft[]
  asks: AskDraft[]
  minKinds: string
  maxKinds: string
  budget: string
  maxResponses: string
  minLevel: number
  /** A day, YYYY-MM-DD: answers end with it. */
  acceptUntil: string
  subscription: boolean
  deliverSeconds: number
  garbageSeconds: number
  vestingSeconds: number
  upfrontPercent: string
  epochs: string
  epochSeconds: number
  jurisdiction: string
  language: string
  retentionDays: string
  storageLocations: string[]
  rights: Right[]
  withdrawalMethod: string
  withdrawalUrl: string
  attesters: string
}

const [hour, day] = [3_600, 86_400]
export const minKindsOf = (draft: OfferDraft): number => Number(draft.minKinds)
export const maxKindsOf = (draft: OfferDraft): number => Number(draft.maxKinds)

export const emptyAddress = (): AddressDraft => ({ street: '', city: '', postcode: '', country: '' })
export const emptyRecipient = (): RecipientDraft => ({
  name: '',
  role: 'processor',
  contact: '',
  address: emptyAddress(),
})

/** The day `days` from now in the person's own calendar. */
export function dayAfter(now: number, days: number): string {
  const date = new Date(now + days * day * 1000)
  const [month, dayOfMonth] = [date.getMonth() + 1, date.getDate()].map((part) =>
    String(part).padStart(2, '0'),
  )
  return `${date.getFullYear()}-${month}-${dayOfMonth}`
}

export function emptyDraft(now: number): OfferDraft {
  return {
    version: 1,
    title: '',
    purpose: '',
    purposes: [],
    controller: { name: '', contact: '', domain: '', address: emptyAddress() },
    recipients: [],
    asks: [],
    minKinds: '1',
    maxKinds: '1',
    budget: '',
    maxResponses: '100',
    minLevel: 0,
    acceptUntil: dayAfter(now, 30),
    subscription: false,
    deliverSeconds: 2 * day,
    garbageSeconds: day,
    vestingSeconds: 0,
    upfrontPercent: '100',
    epochs: '12',
    epochSeconds: 7 * day,
    jurisdiction: 'EU',
    language: 'en',
    retentionDays: '180',
    storageLocations: ['EU'],
    rights: [...requiredRights, 'eu-gdpr:A13'],
    withdrawalMethod: 'In this app under Consents, or by e-mail to the address above.',
    withdrawalUrl: '',
    attesters: '',
  }
}

/** What a window may be, in words; the contract takes 1 hour to 30 days. */
export const deliverWindows: readonly [seconds: number, words: string][] = [
  [hour, '1 hour'],
  [6 * hour, '6 hours'],
  [day, '1 day'],
  [2 * day, '2 days'],
  [3 * day, '3 days'],
  [7 * day, '1 week'],
  [14 * day, '2 weeks'],
  [30 * day, '30 days'],
]
export const garbageWindows: readonly [seconds: number, words: string][] = [
  [0, 'none: paid at delivery'],
  ...deliverWindows,
]
export const vestingTimes: readonly [seconds: number, words: string][] = [
  [0, 'none: paid at once'],
  [30 * day, '30 days'],
  [90 * day, '90 days'],
  [182 * day, 'half a year'],
  [365 * day, '1 year'],
  [730 * day, '2 years'],
]
export const epochLengths: readonly [seconds: number, words: string][] = [
  [hour, '1 hour'],
  [day, '1 day'],
  [7 * day, '1 week'],
  [14 * day, '2 weeks'],
  [30 * day, '30 days'],
  [91 * day, '13 weeks'],
]
