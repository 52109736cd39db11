import type { Hex } from '../../api/model.ts'
import { buildContent } from '../../domain/buildContent.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { toBase64 } from '../outbox/base64.ts'

/** A profile document with a name: its digest for the registration and its bytes for the gateway. */
export function encodeProfile(name: string): { digest: Hex; base64: string } {
  const bytes = buildContent({ type: 'profile', name })
  return { digest: contentDigest(bytes), base64: toBase64(bytes) }
}
