import type { Page } from '../../api/model.ts'

const mostPages = 200

/** All items of a list, page by page; a gateway that never ends its list is not followed for ever. */
export async function listAll<T>(list: (cursor: string | null) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = []
  let cursor: string | null = null
  for (let page = 0; page < mostPages; page += 1) {
    const { items: more, nextCursor } = await list(cursor)
    items.push(...more)
    if (!nextCursor || nextCursor === cursor) break
    cursor = nextCursor
  }
  return items
}
