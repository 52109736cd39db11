import type { Cid, Digest, ProfileId } from './brands.ts'

/** A file on IPFS: media type, text for those who cannot see it, size in bytes. */
export interface Media {
  cid: Cid
  mime: string
  alt: string
  size: number
}

/** A profile named in a text; the id decides, the handle is what was typed. */
export interface Mention {
  profile: ProfileId
  handle: string
}

/** What a post, reply, quote or edit says; `lang` is a BCP 47 tag, null when not stated. */
export interface PostDocument {
  type: 'post'
  text: string
  media: readonly Media[]
  mentions: readonly Mention[]
  lang: string | null
}

/** What a profile says about itself. */
export interface ProfileDocument {
  type: 'profile'
  name: string
  bio: string
  avatar: Media | null
  links: readonly string[]
}

/** One reaction; `seen` is the content digest of the version that was reacted to. */
export interface ReactionDocument {
  type: 'reaction'
  emoji: string
  seen: Digest
}

/** One label of a labeller; `reason` is null when not stated. */
export interface LabelDocument {
  type: 'label'
  label: string
  reason: string | null
}

export type Document = PostDocument | ProfileDocument | ReactionDocument | LabelDocument

export const limits = {
  contentBytes: 65_536,
  textCharacters: 10_000,
  mediaCount: 4,
  mediaBytes: 10 * 1024 * 1024,
  altCharacters: 2_000,
  mentionCount: 50,
  nameCharacters: 64,
  bioCharacters: 500,
  linkCount: 8,
  linkCharacters: 500,
  emojiBytes: 32,
  reasonCharacters: 500,
} as const

export const mediaMimes: ReadonlySet<string> = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'video/mp4',
  'video/webm',
])
