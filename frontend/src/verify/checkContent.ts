import type { Post, PostDocument, SignedVersion } from '../api/model.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import type { PostDocument as SignedDocument } from '../domain/documents.ts'
import { zeroWord, type Intent } from '../domain/intent.ts'
import { Kind } from '../domain/kind.ts'
import { parseContent } from '../domain/parseContent.ts'
import type { Step } from './report.ts'
import { buildStep } from './step.ts'

/** The bytes hash to the signed digest. Null bytes = could not be fetched. */
export function checkContent(bytes: Uint8Array | null, intent: Intent, version: SignedVersion): Step {
  if (intent.content === zeroWord)
    return buildStep('content', 'passed', 'This kind of post carries no content of its own.')
  if (bytes === null) {
    const sentence = 'The bytes could not be fetched, so there is nothing to compare.'
    return buildStep('content', 'unknown', sentence, [['signed digest', intent.content]])
  }
  const digest = contentDigest(bytes)
  const same = digest === intent.content
  return buildStep(
    'content',
    same ? 'passed' : 'failed',
    same
      ? 'The sha-256 of the bytes fetched is the digest that was signed.'
      : 'The bytes fetched are not the ones that were signed.',
    [
      ['sha-256 of the bytes', digest],
      ['signed digest', intent.content],
      ['address (CID)', version.content?.cid ?? 'none'],
      ['size', `${bytes.length} bytes`],
    ],
  )
}

/**
 * Author, kind, subject, date and words on the page are those of the signed record and bytes. `current` is the
 * version shown: the original, its edit, or the withdrawal.
 */
export function checkShown(bytes: Uint8Array | null, original: Intent, current: Intent, post: Post): Step {
  const differing = [
    ['author', post.author.profileId, String(original.profile)],
    ['kind', post.kind, kindsShown[original.kind] ?? 'none that is shown'],
    ['date', String(Date.parse(post.createdAt)), String(original.createdAt)],
    ['subject', post.subject ?? zeroWord, original.subject],
    ['post answered', post.parent?.postId ?? original.subject, original.subject],
    ['post inside', post.target?.postId ?? original.subject, original.subject],
    ['edited', String(post.edited && !post.retracted), String(current.kind === Kind.edit)],
  ].filter(([, shown, signed]) => shown !== signed)
  const words = judgeWords(bytes, current, post)
  const state = differing.length > 0 ? 'failed' : words
  const wrong = [...differing.map(([what]) => what), ...(words === 'failed' ? ['words'] : [])].join(', ')
  const sentences = {
    passed: 'Author, date and words on this page are those of the signed record and bytes.',
    failed: `The page was given something else than what was signed: ${wrong}.`,
    unknown: 'The words could not be compared with the signed bytes.',
  }
  return buildStep('shown', state, sentences[state], [
    ...differing.flatMap(([what, shown, signed]): [string, string][] => [
      [`${what} shown`, shown ?? ''],
      [`${what} signed`, signed ?? ''],
    ]),
    ['words shown', post.document?.text ?? 'none'],
    ['words signed', bytes === null ? 'none' : (parseDocument(bytes)?.text ?? 'not a post')],
  ])
}

/** The intents that a page shows as posts; every other kind has no words of its own. */
const kindsShown: Readonly<Record<number, Post['kind']>> = {
  [Kind.post]: 'post',
  [Kind.reply]: 'reply',
  [Kind.quote]: 'quote',
  [Kind.repost]: 'repost',
}

/** Whether the page shows the words of these bytes, or rightly none; unknown = there is nothing to compare. */
function judgeWords(
  bytes: Uint8Array | null,
  { kind, content }: Intent,
  { document, contentState, retracted }: Post,
): 'passed' | 'failed' | 'unknown' {
  const verdict = (right: boolean) => (right ? 'passed' : 'failed')
  if (retracted || kind === Kind.retract)
    return verdict(retracted && kind === Kind.retract && document === null)
  if (content === zeroWord) return verdict(document === null && contentState === 'none')
  if ((document === null) === (contentState === 'available') || contentState === 'none') return 'failed'
  if (bytes === null || contentState === 'unavailable') return 'unknown'
  const signed = parseDocument(bytes)
  if (document === null) return verdict(signed === null)
  return verdict(signed !== null && canonical(signed) === canonical(document))
}

function parseDocument(bytes: Uint8Array): SignedDocument | null {
  try {
    const document = parseContent(bytes)
    return document.type === 'post' ? document : null
  } catch {
    return null
  }
}

/** What a reader is shown of a document, in one fixed spelling. */
function canonical(document: PostDocument | SignedDocument): string {
  const media = document.media.map(({ cid, mime, alt, size }) => [cid, mime, alt, size])
  const mentions = document.mentions.map(({ profile, handle }) => [profile, handle])
  return JSON.stringify([document.text, media, mentions])
}
