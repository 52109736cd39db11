import type { Post, PostDocument, SignedVersion } from '../api/model.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import type { PostDocument as SignedDocument } from '../domain/documents.ts'
import type { Intent } from '../domain/intent.ts'
import { Kind } from '../domain/kind.ts'
import { parseContent } from '../domain/parseContent.ts'
import type { Step } from './report.ts'
import { buildStep } from './step.ts'

/** The bytes hash to the signed digest. Null bytes = could not be fetched. */
export function checkContent(bytes: Uint8Array | null, intent: Intent, version: SignedVersion): Step {
  if (/^0x0+$/.test(intent.content))
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

/** Author, kind, subject, date and words on the page are those of the signed record and bytes. */
export function checkShown(bytes: Uint8Array | null, original: Intent, post: Post): Step {
  const differing = [
    ['author', post.author.profileId, String(original.profile)],
    ['kind', post.kind, nameOfKind(original.kind)],
    ['date', String(Date.parse(post.createdAt)), String(original.createdAt)],
    ['subject', post.subject ?? zero, original.subject],
  ].filter(([, shown, signed]) => shown !== signed)
  const words = bytes === null || saysWhatIsShown(bytes, post)
  const right = differing.length === 0 && words
  const wrong = [...differing.map(([what]) => what), ...(words ? [] : ['words'])].join(', ')
  return buildStep(
    'shown',
    right ? 'passed' : 'failed',
    right
      ? 'Author, date and words on this page are those of the signed record and bytes.'
      : `The page was given something else than what was signed: ${wrong}.`,
    [
      ...differing.flatMap(([what, shown, signed]): [string, string][] => [
        [`${what} shown`, shown ?? ''],
        [`${what} signed`, signed ?? ''],
      ]),
      ['words shown', post.document?.text ?? 'none'],
      ['words signed', bytes === null ? 'none' : (parseDocument(bytes)?.text ?? 'not a post')],
    ],
  )
}

const zero = `0x${'00'.repeat(32)}`
const nameOfKind = (kind: number): string =>
  Object.entries(Kind).find(([, value]) => value === kind)?.[0] ?? String(kind)

/** Whether the document in the bytes is the one on the page; a withdrawn or missing one shows nothing. */
export function saysWhatIsShown(bytes: Uint8Array, post: Post): boolean {
  if (post.retracted || post.document === null) return true
  const signed = parseDocument(bytes)
  return signed !== null && canonical(signed) === canonical(post.document)
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
