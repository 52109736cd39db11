import { findGroup, type Field } from '../../../market/categories.ts'
import { listOf, objectOf, type PlainJson } from '../../../market/plainJson.ts'
import { answerField, answerRows, isAnswerable, spellQuestion } from '../../../market/questions.ts'
import type { Cells } from '../../../market/recordValues.ts'
import type { Question } from '../../../market/terms.ts'

/** A question that a business might ask, and what it would be told. */
export interface SampleAnswer {
  question: string
  answer: boolean
}
const months = 12

/** An example for a field's value; null when the field answers no question. */
export function sampleAnswer(field: Field, value: PlainJson, day: string): SampleAnswer | null {
  const { yesno } = field.ladder
  if (!yesno) return null
  const asked = sampleQuestion(field, yesno.parameters, value)
  if (!isAnswerable(yesno, asked, value)) return null
  return { question: spellQuestion(field, yesno, asked), answer: answerField(field, asked, value, day) }
}

/** An example for a column of many rows. */
export function sampleRowsAnswer(field: Field, rows: readonly Cells[], day: string): SampleAnswer | null {
  const { yesno } = field.ladder
  const first = rows.find((row) => Object.hasOwn(row, field.id))?.[field.id]
  if (!yesno || first === undefined) return null
  const asked = sampleQuestion(field, yesno.parameters, first)
  return { question: spellQuestion(field, yesno, asked), answer: answerRows(field, asked, rows, day) }
}

function sampleQuestion(field: Field, parameters: readonly string[], value: PlainJson): Question {
  const takes = (name: string) => parameters.includes(name)
  const currency = objectOf(value)?.['currency']
  return {
    field: field.id,
    least: takes('least') ? sampleLeast(field) : null,
    months: takes('months') ? months : null,
    oneOf: takes('oneOf') ? sampleChoices(field, value) : [],
    currency: takes('currency') && typeof currency === 'string' ? currency : null,
  }
}

function sampleLeast(field: Field): number {
  if (field.type === 'year') return field.id === 'birth_year' ? 18 : 5
  const edges = field.ladder.bracket?.edges ?? []
  return edges[Math.floor(edges.length / 2)] ?? 1
}

/** The person's own choice or its group among others, so that the answer is not always no. */
function sampleChoices(field: Field, value: PlainJson): string[] {
  const first = listOf(value)?.[0] ?? value
  const own = String(objectOf(first)?.['tag'] ?? first)
  if (field.type === 'country') return [own, own === 'FR' ? 'DE' : 'FR']
  if (!field.choices) return [field.ladder.yesno?.test === 'prefix' ? own.slice(0, 2) : own]
  const group = findGroup(field, own) ?? own
  const other = field.choices.find((choice) => choice.id !== group)?.id
  return other === undefined ? [group] : [group, other]
}
