import type { Mention } from '../../api/model.ts'

export type Piece =
  | { type: 'text'; text: string }
  | { type: 'tag'; text: string; tag: string }
  | { type: 'mention'; text: string; handle: string }
  | { type: 'link'; text: string; href: string }

export interface TagSpan {
  start: number
  end: number
  tag: string
}

const linkOrMention = /https?:\/\/[^\s<>"']+|@[a-z0-9_]{3,20}(?![a-z0-9_])/g

/**
 * The text cut into what is shown plainly and what is a link. Joined again, the pieces give the text:
 * markup in it stays text. `tags` are the spans of the shared hashtag rule (UTF-16 offsets, in order).
 */
export function cutText(text: string, tags: readonly TagSpan[], mentions: readonly Mention[]): Piece[] {
  const handles = new Set(mentions.map((mention) => mention.handle))
  const marks: { start: number; end: number; piece: Piece }[] = []
  for (const match of text.matchAll(linkOrMention)) {
    const piece = pieceOf(match[0], handles)
    if (piece) marks.push({ start: match.index, end: match.index + piece.text.length, piece })
  }
  for (const { start, end, tag } of tags) {
    const inLink = marks.some((mark) => mark.piece.type === 'link' && start < mark.end && end > mark.start)
    if (!inLink) marks.push({ start, end, piece: { type: 'tag', text: text.slice(start, end), tag } })
  }
  marks.sort((a, b) => a.start - b.start)
  const pieces: Piece[] = []
  let at = 0
  for (const { start, end, piece } of marks) {
    if (start < at) continue
    if (start > at) pieces.push({ type: 'text', text: text.slice(at, start) })
    pieces.push(piece)
    at = end
  }
  if (at < text.length) pieces.push({ type: 'text', text: text.slice(at) })
  return pieces
}

function pieceOf(found: string, handles: ReadonlySet<string>): Piece | null {
  if (found.startsWith('@')) {
    const handle = found.slice(1)
    return handles.has(handle) ? { type: 'mention', text: found, handle } : null
  }
  const text = found.replace(/[.,;:!?)\]}…]+$/, '')
  try {
    return { type: 'link', text, href: new URL(text).href }
  } catch {
    return null
  }
}
