import type { Hex } from '../../api/model.ts'
import { buildProfile } from '../../domain/buildProfile.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { toBase64 } from '../outbox/base64.ts'

/** A profile document with a name: its digest for the registration and its bytes for the gateway. */
export function encodeProfile(name: string): { digest: Hex; base64: string } {
  const bytes = buildProfile({ name, bio: '' })
  return { digest: contentDigest(bytes), base64: toBase64(bytes) }
}
