import { findGroup, findTitle, schemas, type Field, type YesNo } from './categories.ts'
import { listOf, memberOf, objectOf, type PlainJson } from './plainJson.ts'
import type { Cells } from './recordValues.ts'
import type { Question } from './terms.ts'
import { centsOf, daysInMonth } from './values.ts'

/** Yes/no questions: what a test asks of a value or of rows, and the question in words. */
type Asked = PlainJson | undefined

/** True iff the value, undefined when the field is empty, says yes or no; other currencies say neither. */
export function isAnswerable(yesno: YesNo, question: Question, value: Asked): boolean {
  if (yesno.test === 'filled') return true
  if (yesno.test === 'amount')
    return value !== undefined && objectOf(value)?.['currency'] === question.currency
  return value !== undefined
}

/** The answer of an answerable field; `day` is the UTC day it holds for. */
export function answerField(field: Field, question: Question, value: Asked, day: string): boolean {
  const test = tests[testOf(field)]
  if (!test) throw new Error(`the schemas name a test that this program does not know: ${testOf(field)}`)
  return test(question, value, field, day)
}

/** The answer of a column, from all rows of the last `months` months up to `day`. */
export function answerRows(field: Field, question: Question, rows: readonly Cells[], day: string): boolean {
  const first = dayMonthsBefore(day, question.months ?? 0)
  const recent = rows.filter((row) => {
    const date = String(row['date'])
    return first <= date && date <= day
  })
  if (testOf(field) === 'bought') {
    return recent.some((row) => isAmong(question, memberOf(row, field.id), field))
  }
  const own = recent.map((row) => objectOf(memberOf(row, field.id)))
  const cents = own.map((money) =>
    money?.['currency'] === question.currency ? centsOf(String(money['amount'])) : 0,
  )
  return cents.reduce((sum, one) => sum + one, 0) >= (question.least ?? 0) * 100
}

/** The same day of an earlier month, or that month's last one. */
export function dayMonthsBefore(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const count = year * 12 + month - 1 - months
  const [thatYear, thatMonth] = [Math.floor(count / 12), (count % 12) + 1]
  const thatDay = Math.min(date, daysInMonth(thatYear, thatMonth))
  return [
    String(thatYear).padStart(4, '0'),
    ...[thatMonth, thatDay].map((n) => String(n).padStart(2, '0')),
  ].join('-')
}

/** The question with its parameters in words; choices by their titles, in the offer's order. */
export function spellQuestion(field: Field, yesno: YesNo, question: Question): string {
  const titles = question.oneOf.map((value) => titleOf(field, value)).join(', ')
  return yesno.question
    .replaceAll('{least}', () => String(question.least))
    .replaceAll('{months}', () => String(question.months))
    .replaceAll('{currency}', () => String(question.currency))
    .replaceAll('{oneOf}', () => titles)
}

function titleOf(field: Field, value: string): string {
  if (field.type === 'country') {
    return Object.hasOwn(schemas.countries, value) ? (schemas.countries[value] ?? value) : value
  }
  return findTitle(field, value) ?? value
}

function testOf(field: Field): string {
  if (!field.ladder.yesno) throw new Error(`${field.id} answers no question`)
  return field.ladder.yesno.test
}

/** True iff the value, its group or its tag is one of those asked for. */
function isAmong({ oneOf }: Question, entry: Asked, field: Field): boolean {
  const tagged = entry === undefined ? null : objectOf(entry)
  if (tagged) return oneOf.includes(String(tagged['tag']))
  const text = String(entry)
  const group = findGroup(field, text)
  return oneOf.includes(text) || (group !== null && oneOf.includes(group))
}

const tests: Readonly<
  Record<string, (question: Question, value: Asked, field: Field, day: string) => boolean>
> = {
  filled: (_, value) => value !== undefined,
  least: ({ least }, value) => typeof value === 'number' && value >= (least ?? 0),
  // More than `least`: in the year itself the day may be still to come.
  yearsSince: ({ least }, value, _, day) =>
    typeof value === 'number' && Number(day.slice(0, 4)) - value > (least ?? 0),
  oneOf: (question, value, field) =>
    (listOf(value) ?? [value]).some((entry) => isAmong(question, entry, field)),
  prefix: ({ oneOf }, value) => oneOf.some((prefix) => String(value).startsWith(prefix)),
  amount: ({ least }, value) => {
    const amount = value === undefined ? undefined : objectOf(value)?.['amount']
    return amount !== undefined && centsOf(String(amount)) >= (least ?? 0) * 100
  },
}
