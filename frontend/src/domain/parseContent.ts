import type { Digest } from './brands.ts'
import {
  limits,
  mediaMimes,
  type Document,
  type LabelDocument,
  type Media,
  type Mention,
  type PostDocument,
  type ProfileDocument,
  type ReactionDocument,
} from './documents.ts'
import { DomainError } from './domainError.ts'
import { parseCid } from './parseCid.ts'
import { parseProfileId } from './parseProfileId.ts'
import { parseJson, refuse, type Json } from './strictJson.ts'
import { utf8 } from './utf8.ts'

type Members = ReadonlyMap<string, Json>
type Value = Json | undefined

const handlePattern = /^[a-z0-9_]{3,20}$/
const labelPattern = /^[a-z0-9-]{1,32}$/
const digestPattern = /^0x[0-9a-f]{64}$/
const langPattern = /^[A-Za-z0-9-]{1,35}$/
const linkPattern = /^https?:\/\/[!#-;=?-[\]_a-z~]+$/

/**
 * The document that the bytes hold; members it does not know are left alone.
 * Raises `content.too_large`, the codes of `parseJson`, `content.not_object`, `content.type`, or
 * `content.<member>` for the first member that breaks its rule.
 */
export function parseContent(data: Uint8Array): Document {
  if (data.length > limits.contentBytes) {
    throw refuse('too_large', `A document has at most 65,536 bytes, this one ${data.length}; shorten it.`)
  }
  const value = parseJson(data)
  if (!isMembers(value)) throw refuse('not_object', 'A document is a JSON object.')
  switch (value.get('type')) {
    case 'post':
      return parsePost(value)
    case 'profile':
      return parseProfile(value)
    case 'reaction':
      return parseReaction(value)
    case 'label':
      return parseLabel(value)
    default:
      throw refuse('type', "The document's type is post, profile, reaction or label.")
  }
}

function isMembers(value: Value): value is Members {
  return value instanceof Map
}

function parseText(value: Value, member: string, most: number): string {
  if (typeof value !== 'string') throw refuse(member, `The member ${member} is text.`)
  const length = [...value].length
  if (length > most) {
    throw refuse(member, `The member ${member} has at most ${most} characters, this one ${length}.`)
  }
  return value
}

function parseItems(value: Value, member: string, most: number): readonly Json[] {
  if (value === undefined) return []
  if (!Array.isArray(value)) throw refuse(member, `The member ${member} is a list.`)
  if (value.length > most) throw refuse(member, `The member ${member} has at most ${most} entries.`)
  return value as readonly Json[] // Safety: Array.isArray widens to any[]; a parsed list holds Json.
}

/** What the domain parser makes of the value, or the content error in its place. */
function within<T>(member: string, sentence: string, parse: () => T): T {
  try {
    return parse()
  } catch (error) {
    if (error instanceof DomainError) throw refuse(member, sentence)
    throw error
  }
}

function parseMedia(value: Value, member: string): Media {
  if (!isMembers(value)) {
    throw refuse(member, 'A media entry is an object with cid, mime, alt and size.')
  }
  const [text, mime, alt, size] = ['cid', 'mime', 'alt', 'size'].map((name) => value.get(name))
  const named = 'A media entry names its file by CIDv1 in base32.'
  if (typeof text !== 'string') throw refuse(member, named)
  const { cid } = within(member, named, () => parseCid(text))
  if (typeof mime !== 'string' || !mediaMimes.has(mime)) {
    throw refuse(
      member,
      'The media type is not one that pages show: PNG, JPEG, WebP, GIF, AVIF, MP4 or WebM.',
    )
  }
  if (typeof alt !== 'string' || [...alt].length > limits.altCharacters) {
    throw refuse(member, 'A media entry has an alt text of at most 2,000 characters; it may be empty.')
  }
  if (typeof size !== 'number' || size < 1 || size > limits.mediaBytes) {
    throw refuse(member, 'A media file has 1 byte to 10 MiB.')
  }
  return { cid, mime, alt, size }
}

function parseMention(value: Json): Mention {
  if (!isMembers(value)) throw refuse('mentions', 'A mention is an object with profile and handle.')
  const [id, handle] = [value.get('profile'), value.get('handle')]
  const numbered = 'A mention names its profile id as a decimal string.'
  if (typeof id !== 'string') throw refuse('mentions', numbered)
  const profile = within('mentions', numbered, () => parseProfileId(id))
  if (typeof handle !== 'string' || !handlePattern.test(handle)) {
    throw refuse('mentions', 'A mention names a handle of 3 to 20 characters a-z, 0-9 or _.')
  }
  return { profile, handle }
}

function parsePost(value: Members): PostDocument {
  const text = parseText(value.get('text'), 'text', limits.textCharacters)
  const entries = parseItems(value.get('media'), 'media', limits.mediaCount)
  const media = entries.map((entry) => parseMedia(entry, 'media'))
  if (text === '' && media.length === 0) {
    throw refuse('text', 'A post says something or shows something; this one does neither.')
  }
  const named = parseItems(value.get('mentions'), 'mentions', limits.mentionCount)
  const mentions = named.map(parseMention)
  const lang = value.get('lang')
  if (lang === undefined) return { type: 'post', text, media, mentions, lang: null }
  if (typeof lang !== 'string' || !langPattern.test(lang)) {
    throw refuse('lang', 'The language is a tag such as en or pt-BR; leave it out when unknown.')
  }
  return { type: 'post', text, media, mentions, lang }
}

function parseLink(value: Json): string {
  const link = parseText(value, 'links', limits.linkCharacters)
  if (linkPattern.test(link)) return link
  throw refuse('links', 'A link starts with https:// or http:// and is plain ASCII without spaces or quotes.')
}

function parseProfile(value: Members): ProfileDocument {
  const name = parseText(value.get('name'), 'name', limits.nameCharacters)
  const bio = parseText(value.get('bio'), 'bio', limits.bioCharacters)
  const avatar = value.has('avatar') ? parseMedia(value.get('avatar'), 'avatar') : null
  const links = parseItems(value.get('links'), 'links', limits.linkCount).map(parseLink)
  return { type: 'profile', name, bio, avatar, links }
}

function parseReaction(value: Members): ReactionDocument {
  const [emoji, seen] = [value.get('emoji'), value.get('seen')]
  if (typeof emoji !== 'string' || emoji === '' || utf8(emoji).length > limits.emojiBytes) {
    throw refuse('emoji', 'A reaction is an emoji of 1 to 32 bytes.')
  }
  if (typeof seen !== 'string' || !digestPattern.test(seen)) {
    throw refuse('seen', 'A reaction names the digest of the version seen: 0x and 64 digits 0-9, a-f.')
  }
  return { type: 'reaction', emoji, seen: seen as Digest } // Safety: the pattern is the definition.
}

function parseLabel(value: Members): LabelDocument {
  const label = value.get('label')
  if (typeof label !== 'string' || !labelPattern.test(label)) {
    throw refuse('label', 'A label has 1 to 32 characters a-z, 0-9 or -.')
  }
  const reason = value.has('reason')
    ? parseText(value.get('reason'), 'reason', limits.reasonCharacters)
    : null
  return { type: 'label', label, reason }
}
