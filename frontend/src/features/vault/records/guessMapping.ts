import type { Category } from '../../../market/categories.ts'
import type { Table } from '../../../market/imports.ts'

/** Words by which files name our fields, beside the field's own id and title. */
const names: Readonly<Record<string, readonly string[]>> = {
  date: ['day', 'booking date', 'transaction date', 'datum', 'buchung', 'buchungstag', 'order date'],
  amount: ['sum', 'total', 'price', 'value', 'betrag', 'cost'],
  merchant: ['shop', 'store', 'payee', 'vendor', 'description', 'empfänger', 'text', 'name'],
  category: ['kind', 'type', 'kategorie', 'art'],
  item: ['article', 'product', 'artikel'],
  channel: ['where', 'kanal'],
  email: ['mail', 'e-mail', 'email address'],
  phone: ['telephone', 'mobile', 'telefon'],
  full_name: ['name'],
  postcode: ['zip', 'zip code', 'postal code', 'plz'],
  street: ['address', 'straße'],
  city: ['town', 'ort', 'stadt'],
  country: ['land', 'state'],
  birth_year: ['born', 'year of birth', 'geburtsjahr'],
}

/** A first guess of which column is which field, each field once; the person decides. */
export function guessMapping(category: Category, { columns }: Table): Map<string, string> {
  const mapping = new Map<string, string>()
  const taken = new Set<string>()
  for (const isExact of [true, false]) {
    for (const column of columns) {
      if (mapping.has(column)) continue
      const wanted = plain(column)
      const field = category.fields.find(({ id, title }) => {
        if (taken.has(id)) return false
        const known = [id, title, ...(isExact ? [] : (names[id] ?? []))].map(plain)
        return known.includes(wanted)
      })
      if (!field) continue
      mapping.set(column, field.id)
      taken.add(field.id)
    }
  }
  return mapping
}

const plain = (text: string) =>
  text
    .toLowerCase()
    .replaceAll('_', ' ')
    .replace(/[^\p{L}\p{N} -]/gu, '')
    .trim()
