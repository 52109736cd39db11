import type { Post, PostDocument, SignedVersion } from '../api/model.ts'
import { contentDigest } from '../domain/contentDigest.ts'
import type { PostDocument as SignedDocument } from '../domain/documents.ts'
import type { Intent } from '../domain/intent.ts'
import { parseContent } from '../domain/parseContent.ts'
import type { Step } from './report.ts'
import { buildStep } from './step.ts'

/** The bytes hash to the signed digest, and what the page shows is what they say. Null bytes = could not be fetched. */
export function checkContent(bytes: Uint8Array | null, intent: Intent, version: SignedVersion, post: Post): Step[] {
  if (/^0x0+$/.test(intent.content)) {
    return [buildStep('content', 'passed', 'This kind of post carries no content of its own.')]
  }
  if (bytes === null) {
    return [buildStep('content', 'unknown', 'The bytes could not be fetched, so there is nothing to compare.', [['signed digest', intent.content]])]
  }
  const digest = contentDigest(bytes)
  const same = digest === intent.content
  const content = buildStep(
    'content',
    same ? 'passed' : 'failed',
    same ? 'The sha-256 of the bytes fetched is the digest that was signed.' : 'The bytes fetched are not the ones that were signed.',
    [
      ['sha-256 of the bytes', digest],
      ['signed digest', intent.content],
      ['address (CID)', version.content?.cid ?? ''],
      ['size', `${bytes.length} bytes`],
    ],
  )
  return same ? [content, checkShown(bytes, post)] : [content]
}

function checkShown(bytes: Uint8Array, post: Post): Step {
  const signed = parseDocument(bytes)
  const shown = post.document
  if (post.retracted || shown === null) return buildStep('shown', 'passed', 'Nothing of the content is shown, so nothing can be shown wrongly.')
  if (signed === null) return buildStep('shown', 'failed', 'The signed bytes are no document, yet the page shows one.')
  const same = canonical(signed) === canonical(shown)
  return buildStep(
    'shown',
    same ? 'passed' : 'failed',
    same ? 'Text, pictures and mentions on this page are those of the signed bytes.' : 'The page was given another text than the one that was signed.',
    [
      ['signed text', signed.text],
      ['text shown', shown.text],
    ],
  )
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
  const media = (document.media).map(({ cid, mime, alt, size }) => [cid, mime, alt, size])
  const mentions = (document.mentions).map(({ profile, handle }) => [profile, handle])
  return JSON.stringify([document.text, media, mentions])
}
