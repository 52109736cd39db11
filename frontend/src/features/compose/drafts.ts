import type { Media, Mention } from '../../api/model.ts'
import { readPreference, writePreference } from '../../state/preferences.ts'

export interface Draft {
  text: string
  media: Media[]
  mentions: Mention[]
}

const nameOf = (scope: string | null, name: string) => `draft:${scope ?? 'unknown'}:${name}`

/** What was being written here last time, on this network; null = nothing. */
export function readDraft(scope: string | null, name: string): Draft | null {
  try {
    // Safety: written by keepDraft; the one field that must be right is checked.
    const draft = JSON.parse(readPreference(nameOf(scope, name)) ?? 'null') as Draft | null
    return draft && typeof draft.text === 'string' ? draft : null
  } catch {
    return null
  }
}

/** The draft is kept in this browser; null forgets it. */
export function keepDraft(scope: string | null, name: string, draft: Draft | null): void {
  writePreference(nameOf(scope, name), draft && JSON.stringify(draft))
}
