import type { Field } from '../../market/categories.ts'
import { listOf, objectOf, type PlainJson } from '../../market/plainJson.ts'
import { explainFault } from '../../market/values.ts'

/** What stands in the inputs of one field: one text, several entries, or two texts side by side. */
export interface FieldDraft {
  text: string
  /** Currency of money, longitude of a point. */
  second: string
  list: string[]
}

/** The inputs that show a value; empty ones when there is none. */
export function draftOf(field: Field, value: PlainJson | undefined): FieldDraft {
  const draft: FieldDraft = { text: '', second: field.type === 'money' ? 'EUR' : '', list: [] }
  if (value === undefined || value === null) return draft
  const [object, list] = [objectOf(value), listOf(value)]
  if (field.type === 'money' && object) {
    return { ...draft, text: String(object['amount']), second: String(object['currency']) }
  }
  if (field.type === 'coordinates' && object) {
    return { ...draft, text: String(object['latitude']), second: String(object['longitude']) }
  }
  if (field.type === 'texts' && list) return { ...draft, text: list.map(String).join('\n') }
  if (list) return { ...draft, list: list.map(String) }
  return { ...draft, text: String(value) }
}

/** The value that the inputs spell, undefined when they are empty; whether it fits is for `faultOf`. */
export function valueOf(field: Field, draft: FieldDraft): PlainJson | undefined {
  const text = draft.text.trim()
  switch (field.type) {
    case 'tags':
      return draft.list.length > 0 ? draft.list : undefined
    case 'texts': {
      const lines = draft.text.split('\n').map((line) => line.trim())
      const present = lines.filter((line) => line !== '')
      return present.length > 0 ? [...new Set(present)] : undefined
    }
    case 'integer':
    case 'year':
      return text === '' ? undefined : /^-?\d{1,12}$/.test(text) ? Number(text) : text
    case 'money':
      return text === '' ? undefined : { amount: spellAmount(text), currency: draft.second }
    case 'coordinates': {
      const longitude = draft.second.trim()
      if (text === '' && longitude === '') return undefined
      return { latitude: spellDegrees(text), longitude: spellDegrees(longitude) }
    }
    case 'phone':
      return text === '' ? undefined : text.replace(/[\s()./-]/g, '').replace(/^00/, '+')
    default:
      return text === '' ? undefined : text
  }
}

/** What is wrong with the inputs, null when they are empty or fit. */
export function faultOf(field: Field, draft: FieldDraft): string | null {
  const value = valueOf(field, draft)
  if (value === undefined) return field.required ? 'needed' : null
  return explainFault(field, value)
}

/** "12", "12.5" and "12,50" as an amount with two decimals; anything else stays as it is and is refused. */
function spellAmount(text: string): string {
  const found = /^(\d{1,9})(?:[.,](\d{1,2}))?$/.exec(text.replace(/[\s’']/g, ''))
  if (!found) return text
  return `${Number(found[1])}.${(found[2] ?? '').padEnd(2, '0')}`
}

/** Degrees with at most six decimals, a comma read as a point. */
function spellDegrees(text: string): string {
  const found = /^(-?)0*(\d+?)(?:[.,](\d+))?$/.exec(text)
  if (!found) return text
  const [, sign = '', whole = '', part = ''] = found
  return `${sign}${whole}${part ? `.${part.slice(0, 6)}` : ''}`
}
