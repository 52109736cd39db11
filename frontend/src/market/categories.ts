import { DomainError } from '../domain/domainError.ts'
import { schemas } from './schemas.gen.ts'
import type { Granularity } from './terms.ts'

/** One of the values a field may have; `choices` are finer ones, of which this is the group. */
export interface Choice {
  readonly id: string
  readonly title: string
  readonly choices?: readonly Choice[]
}

/** Some neighbours of a histogram, added up. */
export interface Part {
  readonly id: string
  readonly title: string
  readonly size: number
}

/** How a value is made coarse; which of the parameters a rule takes is in `brackets`. */
export interface Bracket {
  readonly rule: string
  readonly edges?: readonly number[]
  readonly size?: number
  readonly keep?: number
  readonly step?: string
  readonly parts?: readonly Part[]
}

/** A test and the question it answers, with {parameter} where an offer puts its own. */
export interface YesNo {
  readonly test: string
  readonly question: string
  readonly parameters: readonly string[]
}

/**
 * Discrete Laplace noise: values up to `sensitivity` apart look alike, the more the smaller `epsilon` is.
 * `about` is the mean distance from the truth, `within` that of 95 in 100 draws, both in `unit`.
 */
export interface Noised {
  readonly epsilon: string
  readonly sensitivity: number
  readonly unit: string
  readonly about: number
  readonly within: number
}

/** One field or column; `least`, `most`, `characters` and `size` bound values as `values` says. */
export interface Field {
  readonly id: string
  readonly title: string
  readonly type: string
  readonly required: boolean
  readonly personalData: string
  readonly choices?: readonly Choice[]
  readonly least?: number
  readonly most?: number
  readonly characters?: number
  readonly size?: number
  readonly ladder: {
    readonly exact: boolean
    readonly bracket?: Bracket
    readonly yesno?: YesNo
    readonly noised?: Noised
  }
}

/** A kind of data. */
export interface Category {
  readonly id: string
  readonly title: string
  readonly words: string
  readonly shape: string
  readonly personalData: string
  readonly fields: readonly Field[]
}

/** What kinds of data there are to sell: the one file that Python reads as well. */
export interface Schemas {
  readonly version: number
  readonly limits: { readonly rows: number; readonly recordBytes: number; readonly fileBytes: number }
  readonly currencies: readonly string[]
  readonly regions: readonly {
    readonly id: string
    readonly title: string
    readonly countries: readonly string[]
  }[]
  readonly countries: Readonly<Record<string, string>>
  readonly categories: readonly Category[]
}

export { schemas }

/** The category; raises `record.category`. */
export function getCategory(id: string): Category {
  const category = findCategory(id)
  if (category) return category
  const known = schemas.categories.map((one) => one.id).join(', ')
  throw new DomainError('record.category', `There is no category '${id}': take ${known}.`)
}

export function findCategory(id: string): Category | null {
  return schemas.categories.find((category) => category.id === id) ?? null
}

export function findField(category: Category, id: string): Field | null {
  return category.fields.find((field) => field.id === id) ?? null
}

/** True iff the field can be shown this closely. */
export function fieldOffers(field: Field, granularity: Granularity): boolean {
  return granularity === 'exact' || field.ladder[granularity] !== undefined
}

/** True iff anything of the category can be shown this closely; a file only whole. */
export function categoryOffers(category: Category, granularity: Granularity): boolean {
  if (category.shape === 'file') return granularity === 'exact'
  return category.fields.some((field) => fieldOffers(field, granularity))
}

/** The choices that a value can be: the finest ones. */
export function listValues(field: Field): Choice[] {
  return (field.choices ?? []).flatMap((choice) => finest(choice))
}

/** The group of a choice, itself when it stands alone; null when there is no such choice. */
export function findGroup(field: Field, value: string): string | null {
  return field.choices?.find((choice) => finest(choice).some((finer) => finer.id === value))?.id ?? null
}

/** The title of a choice or group. */
export function findTitle(field: Field, value: string): string | null {
  const all = (field.choices ?? []).flatMap((choice) => [choice, ...(choice.choices ?? [])])
  return all.find((choice) => choice.id === value)?.title ?? null
}

/** The region that a country of the list lies in. */
export function regionOf(country: string): string {
  return schemas.regions.find(({ countries }) => countries.includes(country))?.id ?? ''
}

function finest(choice: Choice): readonly Choice[] {
  return choice.choices && choice.choices.length > 0 ? choice.choices : [choice]
}
