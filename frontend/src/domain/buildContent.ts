import type { Document } from './documents.ts'
import { parseContent } from './parseContent.ts'
import { utf8 } from './utf8.ts'

/** A document before it is written: what may be left out is optional. */
export type DocumentDraft = {
  [Type in Document['type']]: Pick<Extract<Document, { type: Type }>, 'type'> &
    Partial<Extract<Document, { type: Type }>>
}[Document['type']]

function members(draft: DocumentDraft): readonly (readonly [string, unknown])[] {
  switch (draft.type) {
    case 'post':
      return [
        ['text', draft.text ?? ''],
        ['media', draft.media?.map(({ cid, mime, alt, size }) => ({ cid, mime, alt, size }))],
        ['mentions', draft.mentions?.map(({ profile, handle }) => ({ profile, handle }))],
        ['lang', draft.lang],
      ]
    case 'profile': {
      const { cid, mime, alt, size } = draft.avatar ?? {}
      return [
        ['name', draft.name ?? ''],
        ['bio', draft.bio ?? ''],
        ['avatar', draft.avatar ? { cid, mime, alt, size } : null],
        ['links', draft.links],
      ]
    }
    case 'reaction':
      return [
        ['emoji', draft.emoji],
        ['seen', draft.seen],
      ]
    case 'label':
      return [
        ['label', draft.label],
        ['reason', draft.reason],
      ]
  }
}

function isPresent(value: unknown): boolean {
  return value !== null && value !== undefined && !(Array.isArray(value) && value.length === 0)
}

/**
 * The bytes of a new document, after it has passed its own parser; the same draft gives the same bytes as
 * Python's `content.build_*`. Raises as `parseContent`.
 */
export function buildContent(draft: DocumentDraft): Uint8Array {
  const present = members(draft).filter(([, value]) => isPresent(value))
  const data = utf8(JSON.stringify(Object.fromEntries([['type', draft.type], ...present])))
  parseContent(data)
  return data
}
