import type { CellKind, Column, Table } from '../export/table.ts'
import { numberNames } from './roiWords.ts'
import type { SpelledNumber } from './spellNumber.ts'

const column = (name: string, meaning: string, kind: CellKind = 'text'): Column => ({
  name,
  kind,
  meaning,
  category: null,
  granularity: null,
})

/** One row a number, with its interval, or why it is not shown; as `hashtagspace report --csv` has it. */
export function tabulateNumbers(numbers: readonly SpelledNumber[]): Table {
  return {
    columns: [
      column('number', 'Its name'),
      column('meaning', 'What it is'),
      column('unit', 'share, people, tag or per_thousand_tag'),
      column('value', 'The estimate', 'decimal'),
      column('low', 'Lower end of the 95 % interval', 'decimal'),
      column('high', 'Upper end of the 95 % interval', 'decimal'),
      column('formula', 'docs/personhood.md says what it computes'),
      column('not_shown', 'Why there is no number'),
    ],
    rows: numbers.map(({ name, unit, value, low, high, formula, why }) => [
      name,
      numberNames[name] ?? name,
      unit,
      value,
      low,
      high,
      formula,
      why,
    ]),
  }
}
