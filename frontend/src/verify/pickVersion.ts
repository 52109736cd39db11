import type { Post, Proof, SignedVersion } from '../api/model.ts'
import { bytesOfHex } from '../domain/bytesOfHex.ts'
import { decodeRecord } from '../domain/decodeRecord.ts'
import type { Intent } from '../domain/intent.ts'
import { Kind } from '../domain/kind.ts'

/**
 * The version that the page says it shows: the withdrawal, the latest edit with the digest shown, or the
 * post itself. Where none fits it is the post itself too, which then fails its check. However many versions a
 * gateway names, one is chosen by its record alone, so that no more than one document is fetched.
 */
export function pickVersion(post: Post, proof: Proof): SignedVersion {
  if (!post.retracted && !post.edited) return proof
  const fits = ({ kind, subject, content }: Intent): boolean =>
    subject === post.postId &&
    (post.retracted ? kind === Kind.retract : kind === Kind.edit && content === post.content?.digest)
  const found = proof.versions.findLast((version) => {
    const intent = decode(version)
    return intent !== null && fits(intent)
  })
  return found ?? proof
}

function decode({ record }: SignedVersion): Intent | null {
  try {
    return decodeRecord(bytesOfHex(record, 81))
  } catch {
    return null
  }
}
