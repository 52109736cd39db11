import {
  categoryOffers,
  fieldOffers,
  findCategory,
  findField,
  findTitle,
  getCategory,
  schemas,
  type Category,
  type Field,
  type YesNo,
} from './categories.ts'
import type { Ask, Question, TermsDocument } from './terms.ts'
import { broken } from './termsMembers.ts'
import { explainFault } from './values.ts'

/** Asks against the schemas: whether they ask for what there is, and which fields they mean. */
const union = 'EU'

/**
 * Raises `terms.category`, `.granularity`, `.fields`, `.questions`, or of a country that there is not
 * `terms.jurisdiction`, `.storage_locations` or `.address`: what form alone cannot tell; the prices and all
 * else were judged when the document was read.
 */
export function verifyTerms(terms: TermsDocument): void {
  verifyPlace(terms.jurisdiction, 'jurisdiction')
  for (const location of terms.storageLocations) verifyPlace(location, 'storage_locations')
  for (const { address } of [terms.controller, ...terms.recipients]) {
    if (!isCountry(address.country)) throw broken('address', `There is no country ${address.country}.`)
  }
  terms.asks.forEach(verifyAsk)
}

function verifyPlace(place: string, rule: string): void {
  if (place !== union && !isCountry(place)) {
    throw broken(rule, `There is no country ${place}: take EU or a country of ISO 3166-1.`)
  }
}
const isCountry = (code: string) => Object.hasOwn(schemas.countries, code)

/** Raises `terms.category`, `.granularity`, `.fields` or `.questions`. */
export function verifyAsk(ask: Ask): void {
  const category = findCategory(ask.category)
  if (!category) throw broken('category', `There is no category ${ask.category}.`)
  if (!categoryOffers(category, ask.granularity)) {
    throw broken('granularity', `${category.title} cannot be shown as ${ask.granularity}.`)
  }
  for (const id of ask.fields) {
    const field = findField(category, id)
    if (!field || !fieldOffers(field, ask.granularity)) {
      throw broken('fields', `${category.title} has no field ${id} to be shown as ${ask.granularity}.`)
    }
  }
  verifyQuestions(ask, category)
}

/** The fields that an ask is about, in the order of the schemas. */
export function listAsked(ask: Pick<Ask, 'category' | 'granularity' | 'fields'>): Field[] {
  return getCategory(ask.category).fields.filter((field) =>
    ask.fields.length > 0 ? ask.fields.includes(field.id) : fieldOffers(field, ask.granularity),
  )
}

/** What the ask wants to know of a field; without parameters when it gives none. */
export function findQuestion(ask: Pick<Ask, 'questions'>, field: Field): Question {
  const plain = { field: field.id, least: null, months: null, oneOf: [], currency: null }
  return ask.questions.find((question) => question.field === field.id) ?? plain
}

function verifyQuestions(ask: Ask, category: Category): void {
  const asked = ask.granularity === 'yesno' ? listAsked(ask) : []
  const stray = ask.questions.filter(({ field }) => !asked.some((one) => one.id === field))
  if (stray.length > 0) {
    const first = stray.map(({ field }) => field).sort()[0]
    throw broken('questions', `${category.title} is not asked about ${first}: leave its question out.`)
  }
  for (const field of asked) {
    if (field.ladder.yesno) verifyQuestion(field, field.ladder.yesno, findQuestion(ask, field))
  }
}

function verifyQuestion(field: Field, yesno: YesNo, question: Question): void {
  const { least, months, oneOf, currency } = question
  const given = {
    least: least !== null,
    months: months !== null,
    oneOf: oneOf.length > 0,
    currency: currency !== null,
  }
  if (Object.entries(given).some(([name, isGiven]) => isGiven !== yesno.parameters.includes(name))) {
    const parameters = yesno.parameters.join(', ') || 'no parameters'
    throw broken('questions', `The question about ${field.title} takes ${parameters}.`)
  }
  if (currency !== null && !schemas.currencies.includes(currency)) {
    throw broken('questions', `There is no currency ${currency}.`)
  }
  const never = oneOf.find((value) => !isValue(field, value))
  if (never !== undefined) throw broken('questions', `${field.title} is never '${never}'.`)
}

/** True iff the field, its group, its beginning or one of its hashtags can be the value. */
function isValue(field: Field, value: string): boolean {
  if (field.type === 'choice' || field.type === 'tags') return findTitle(field, value) !== null
  if (field.type === 'hashtags') return explainFault(field, [{ tag: value, count: 1 }]) === null
  return explainFault(field, value) === null
}
