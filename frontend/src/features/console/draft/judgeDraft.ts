import { failureOf } from '../../../api/failure.ts'
import { findCategory } from '../../../market/categories.ts'
import { readEmail, readHost, readLine, readUrl } from '../../../market/termsMembers.ts'
import { termsLimits } from '../../../market/terms.ts'
import { parseTag } from '../../../ui/amount.ts'
import { fieldsAt, parametersOf } from './catalogue.ts'
import { maxKindsOf, minKindsOf, type AddressDraft, type AskDraft, type OfferDraft } from './offerDraft.ts'
import { worthFault } from './judgeWorth.ts'
import { checkPrices, type PriceReport } from './priceCheck.ts'
import { acceptUntilSeconds, askOf, attestersOf, upfrontBps } from './termsOfDraft.ts'

/** What is wrong in one field of the form, by the id of its control, and what to do about it. */
export interface Problem {
  field: string
  sentence: string
}

const mostSpanSeconds = 730 * 86_400
const mostResponses = 2 ** 24 - 1
type Note = (field: string, sentence: string | null) => void

/**
 * Everything that keeps the offer from being opened, in the order of the form; empty: it can be. `stake` is what lies
 * in a vouch, in 1e-18 TAG; null on a network without people.
 */
export function judgeDraft(draft: OfferDraft, nowSeconds: number, stake: bigint | null = null): Problem[] {
  const problems: Problem[] = []
  const note: Note = (field, sentence) => {
    if (sentence !== null && !problems.some((known) => known.field === field))
      problems.push({ field, sentence })
  }
  judgeAbout(draft, note)
  draft.asks.forEach((ask) => judgeAsk(ask, note))
  judgeKinds(draft, note)
  judgeMoney(draft, note, stake)
  judgeTimes(draft, nowSeconds, note)
  judgeController(draft, note)
  judgeLaw(draft, note)
  return problems
}

/** The price rule over the asks whose prices can be read. */
export function judgePrices(draft: OfferDraft): PriceReport {
  const asks = draft.asks.flatMap((ask) => {
    try {
      const read = askOf(ask)
      return read.price > 0n ? [read] : []
    } catch {
      return []
    }
  })
  const kinds = { least: minKindsOf(draft), most: maxKindsOf(draft) }
  const complete = asks.length === draft.asks.length ? asks : []
  return checkPrices(complete, kinds, (category) => findCategory(category)?.title ?? category)
}

export const askField = ({ category, granularity }: AskDraft, part = 'price'): string =>
  `ask-${category}-${granularity}-${part}`

function judgeAbout(draft: OfferDraft, note: Note): void {
  note('title', lineFault(draft.title, 'a title', termsLimits.titleCharacters))
  note(
    'purpose',
    lineFault(draft.purpose.replace(/\s+/g, ' '), 'what it is for', termsLimits.purposeCharacters),
  )
  if (draft.purposes.length === 0)
    note('purposes', 'Choose at least one purpose: consent covers nothing else.')
  if (draft.purposes.length > termsLimits.purposes)
    note('purposes', `Choose at most ${termsLimits.purposes} purposes; people must be able to read them.`)
}

function judgeAsk(ask: AskDraft, note: Note): void {
  note(askField(ask), priceFault(ask.price))
  if (ask.granularity !== 'yesno') return
  if (ask.fields.length === 0) note(askField(ask, 'fields'), 'Choose what the yes/no questions are about.')
  const category = findCategory(ask.category)
  for (const field of category ? fieldsAt(category, 'yesno') : []) {
    if (!ask.fields.includes(field.id)) continue
    const question = ask.questions.find((asked) => asked.field === field.id)
    for (const parameter of parametersOf(field)) {
      const value = question?.[parameter]
      const sentence =
        !value || value.length === 0 ? `Complete the question about ${field.title.toLowerCase()}.` : null
      note(askField(ask, `${field.id}-${parameter}`), sentence ?? numberFault(parameter, String(value)))
    }
  }
}

function numberFault(parameter: string, value: string): string | null {
  if (parameter === 'least') return wholeFault(value, 'This', 0, termsLimits.least)
  return parameter === 'months' ? wholeFault(value, 'Months are', 1, termsLimits.months) : null
}

function judgeKinds(draft: OfferDraft, note: Note): void {
  const count = new Set(draft.asks.map(({ category }) => category)).size
  if (count === 0) note('asks', 'Choose at least one kind of data.')
  if (draft.asks.length > termsLimits.asks)
    note('asks', `At most ${termsLimits.asks} kinds and granularities fit in one offer.`)
  note('min-kinds', wholeFault(draft.minKinds, 'The least kinds are', 1, Math.max(count, 1)))
  note(
    'max-kinds',
    wholeFault(draft.maxKinds, 'The most kinds are', Math.max(minKindsOf(draft) || 1, 1), Math.max(count, 1)),
  )
  const report = judgePrices(draft)
  if (report.state === 'reveals') note('prices', report.sentence)
}

function judgeMoney(draft: OfferDraft, note: Note, stake: bigint | null): void {
  note('max-responses', wholeFault(draft.maxResponses, 'The number of people is', 1, mostResponses))
  const budget = amountOf(draft.budget)
  if (budget === null) note('budget', 'Say how much TAG to put in, such as 250 or 12.5.')
  else if (budget === 0n) note('budget', 'The budget is zero. Put in at least the price of one answer.')
  const { least = 0n, most = 0n } = judgePrices(draft).range ?? {}
  const epochs = BigInt(draft.subscription ? Number(draft.epochs) || 1 : 1)
  if (budget && budget < least * epochs)
    note('budget', 'The budget does not reach for one answer. Raise it or lower the prices.')
  note('min-level', worthFault(draft.minLevel, most * epochs, stake))
}

function judgeTimes(draft: OfferDraft, nowSeconds: number, note: Note): void {
  const until = acceptUntilSeconds(draft)
  if (Number.isNaN(until)) note('accept-until', 'Choose the last day for answers.')
  else if (until <= nowSeconds) note('accept-until', 'That day is past. Choose a later one.')
  else if (until > nowSeconds + mostSpanSeconds)
    note('accept-until', 'Answers can come for two years at most.')
  if (draft.subscription) {
    note('epochs', wholeFault(draft.epochs, 'The number of deliveries is', 1, 255))
  } else if (draft.vestingSeconds > 0) {
    const bps = upfrontBps(draft)
    const fits = draft.upfrontPercent.trim() !== '' && bps >= 0 && bps < 10_000
    if (!fits) note('upfront', 'The share paid at once is 0 to 99.99 %; without vesting it is all of it.')
  }
}

function judgeController(draft: OfferDraft, note: Note): void {
  const { controller, recipients } = draft
  note('controller-name', lineFault(controller.name, 'the legal name', termsLimits.lineCharacters))
  note('controller-contact', emailFault(controller.contact))
  judgeAddress('controller', controller.address, note)
  if (controller.domain.trim())
    note(
      'controller-domain',
      faultOf(() => readHost(controller.domain.trim().toLowerCase())),
    )
  recipients.forEach((recipient, at) => {
    note(`recipient-${at}-name`, lineFault(recipient.name, 'the legal name', termsLimits.lineCharacters))
    note(`recipient-${at}-contact`, emailFault(recipient.contact))
    judgeAddress(`recipient-${at}`, recipient.address, note)
  })
}

function judgeAddress(prefix: string, address: AddressDraft, note: Note): void {
  const words = { street: 'street and number', city: 'the city', postcode: 'the postcode' } as const
  for (const name of ['street', 'city', 'postcode'] as const)
    note(`${prefix}-${name}`, lineFault(address[name], words[name], termsLimits.lineCharacters))
  if (!address.country) note(`${prefix}-country`, 'Choose the country.')
}

function judgeLaw(draft: OfferDraft, note: Note): void {
  note('retention', wholeFault(draft.retentionDays, 'The days are', 1, termsLimits.retentionDays))
  if (draft.storageLocations.length === 0) note('storage', 'Say where the data is kept.')
  if (draft.storageLocations.length > termsLimits.locations)
    note('storage', `Name at most ${termsLimits.locations} places.`)
  note(
    'withdrawal-method',
    lineFault(
      draft.withdrawalMethod.replace(/\s+/g, ' '),
      'how consent is withdrawn',
      termsLimits.methodCharacters,
    ),
  )
  if (draft.withdrawalUrl.trim())
    note(
      'withdrawal-url',
      faultOf(() => readUrl(draft.withdrawalUrl.trim(), 'withdrawal')),
    )
  const wrong = attestersOf(draft).find((address) => !/^0x[0-9a-f]{40}$/.test(address))
  if (wrong) note('attesters', `${wrong} is no address: 0x and 40 digits 0–9, a–f.`)
}

function lineFault(text: string, what: string, most: number): string | null {
  if (text.trim() === '') return `Write ${what}.`
  return faultOf(() => readLine(text.trim(), 'text', most))
}

function emailFault(text: string): string | null {
  return faultOf(() => readEmail(text.trim()))
}

function priceFault(text: string): string | null {
  const price = amountOf(text)
  if (price === null) return 'Write the price in TAG, such as 2 or 0.5.'
  if (price === 0n) return 'Nobody sells for nothing: the price is above zero.'
  return price > termsLimits.priceWei ? 'That is more TAG than there is.' : null
}

function amountOf(text: string): bigint | null {
  try {
    return parseTag(text)
  } catch {
    return null
  }
}

function wholeFault(text: string, what: string, least: number, most: number): string | null {
  const value = Number(text)
  const fits = /^\d+$/.test(text.trim()) && value >= least && value <= most
  const range = least === most ? `${least}` : `a whole number from ${least} to ${most.toLocaleString('en')}`
  return fits ? null : `${what} ${range}.`
}

function faultOf(read: () => unknown): string | null {
  try {
    read()
    return null
  } catch (cause) {
    return failureOf(cause).detail
  }
}
