import { Failure } from '../../api/failure.ts'
import type { Hex } from '../../api/model.ts'
import { cidOfDigest } from '../../domain/cidOfDigest.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { parseContent } from '../../domain/parseContent.ts'
import { gateway } from '../../state/gateway.svelte.ts'

/** The words that jurors are to read, held to their digest. Raises `content.*` and the gateway's refusals. */
export async function loadEvidence(digest: Hex): Promise<string> {
  const response = await gateway.api.getRaw(cidOfDigest(digest))
  const bytes = new Uint8Array(await response.arrayBuffer())
  if (contentDigest(bytes) !== digest) throw new Failure('content.mismatch')
  const document = parseContent(bytes)
  if (document.type !== 'post') throw new Failure('content.unavailable')
  return document.text
}
