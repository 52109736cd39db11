import { findCategory } from '../../market/categories.ts'
import type { SelectedKind } from '../../market/selection.ts'
import { granularityWords } from './draft/catalogue.ts'

/** "Interests (exact), Location (bracket)". */
export function kindsInWords(kinds: readonly Pick<SelectedKind, 'category' | 'granularity'>[]): string {
  return kinds
    .map(({ category, granularity }) => {
      const title = findCategory(category)?.title ?? category
      return `${title} (${granularityWords[granularity].title.toLowerCase()})`
    })
    .join(', ')
}
