import type { ReportNumber, Unit, Why } from './computeNumbers.ts'

/** A number as a report's file has it: decimal text, the ends of an interval rounded outwards. */
export interface SpelledNumber {
  readonly name: string
  readonly formula: string
  readonly inputs: readonly string[]
  readonly unit: Unit
  readonly value: string | null
  readonly low: string | null
  readonly high: string | null
  readonly why: Why | null
}
const digitsOf: Record<Unit, number> = { share: 4, people: 1, tag: 4, per_thousand_tag: 4 }
/** Of the last digit: what rounding may differ by between two machines without turning a digit. */
const slack = 1e-3

/** The number in the very digits that `hashtagspace report` writes. */
export function spellNumber({ name, formula, inputs, unit, found }: ReportNumber): SpelledNumber {
  const head = { name, formula, inputs, unit }
  if (typeof found === 'string') return { ...head, value: null, low: null, high: null, why: found }
  const digits = digitsOf[unit]
  const ten = 10 ** digits
  const value = spell(Math.floor(found.estimate * ten + 0.5), digits)
  const isExact = found.low === found.high
  return {
    ...head,
    value,
    low: isExact ? value : spell(Math.floor(found.low * ten + slack), digits),
    high: isExact ? value : spell(Math.ceil(found.high * ten - slack), digits),
    why: null,
  }
}

function spell(units: number, digits: number): string {
  const text = String(Math.abs(units)).padStart(digits + 1, '0')
  const sign = units < 0 ? '-' : ''
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`
}
