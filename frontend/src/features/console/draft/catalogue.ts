import {
  categoryOffers,
  fieldOffers,
  schemas,
  type Category,
  type Field,
} from '../../../market/categories.ts'
import { granularities, type Granularity } from '../../../market/terms.ts'

/** The granularities in the words of a form. */
export const granularityWords: Record<Granularity, { title: string; words: string }> = {
  exact: { title: 'Exact', words: 'the values as they are' },
  bracket: { title: 'Bracket', words: 'ranges and groups' },
  yesno: { title: 'Yes or no', words: 'the answer to your question' },
  noised: { title: 'Noised', words: 'a number with noise of known size' },
}

export const { categories } = schemas

/** The granularities at which anything of a category can be asked. */
export function granularitiesOf(category: Category): Granularity[] {
  return granularities.filter((granularity) => categoryOffers(category, granularity))
}

/** The fields that can be shown so closely. */
export function fieldsAt(category: Category, granularity: Granularity): Field[] {
  return category.fields.filter((field) => fieldOffers(field, granularity))
}

export const questionParameters = ['least', 'months', 'oneOf', 'currency'] as const
export type QuestionParameter = (typeof questionParameters)[number]

/** What the yes/no question about a field needs filled in. */
export function parametersOf(field: Field): QuestionParameter[] {
  const named = field.ladder.yesno?.parameters ?? []
  return questionParameters.filter((name) => named.includes(name))
}

export interface Option {
  id: string
  title: string
  group: string | null
}

/** What a oneOf question may name, when it is from a list; null when it is free text. */
export function optionsOf(field: Field): Option[] | null {
  if (field.type === 'country')
    return Object.entries(schemas.countries).map(([id, title]) => ({ id, title, group: null }))
  if (!field.choices) return null
  return field.choices.flatMap(({ id, title, choices }) => [
    { id, title, group: null },
    ...(choices ?? []).map((finer) => ({ id: finer.id, title: finer.title, group: title })),
  ])
}

/** Countries by their names, for a list to choose from. */
export const countries: readonly (readonly [id: string, name: string])[] = Object.entries(
  schemas.countries,
).sort(([, one], [, other]) => one.localeCompare(other, 'en'))
export const currencies: readonly string[] = schemas.currencies
