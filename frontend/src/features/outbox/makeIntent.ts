import { Failure } from '../../api/failure.ts'
import type { Config, Hex, Post } from '../../api/model.ts'
import { contentDigest } from '../../domain/contentDigest.ts'
import { bytesOfHex } from '../../domain/bytesOfHex.ts'
import { encodeRecord } from '../../domain/encodeRecord.ts'
import { hexOfBytes } from '../../domain/hexOfBytes.ts'
import { zeroWord, type Intent } from '../../domain/intent.ts'
import { intentId } from '../../domain/intentId.ts'
import type { Kind } from '../../domain/kind.ts'
import type { OutboxItem } from '../../state/outbox.svelte.ts'
import { keyStateOf } from '../../state/keyState.ts'
import { session, type LocalProfile } from '../../state/session.svelte.ts'
import { signWithSessionKey } from '../../wallet/sessionKeys.ts'
import { toBase64 } from './base64.ts'

export interface IntentWish {
  kind: Kind
  subject: Hex
  /** The document's bytes; null for kinds without one. */
  document: Uint8Array | null
  about?: OutboxItem['about']
  /** Builds what the page shows meanwhile, once the id is known. */
  show?: (postId: string, createdAt: string, digest: Hex) => Post
}

/** A signed intent, ready to be kept and sent. Raises `session.*` when this browser may not sign it. */
export async function makeIntent(
  wish: IntentWish,
  profile: LocalProfile,
  config: Config,
  scope: string,
): Promise<OutboxItem> {
  const { key } = profile
  const now = Date.now()
  if (!key) throw new Failure('session.no_key')
  if (keyStateOf(key, now / 1000) === 'ended') throw new Failure('session.expired')
  if (!(key.kinds & (1 << wish.kind))) throw new Failure('session.kind')
  const createdAt = session.nextCreatedAt(profile.profileId, now)
  const content = wish.document ? contentDigest(wish.document) : zeroWord
  const intent: Intent = {
    profile: BigInt(profile.profileId),
    kind: wish.kind,
    subject: wish.subject,
    content,
    createdAt: BigInt(createdAt),
  }
  // Safety: the config was checked for its form when it was read.
  const postRegistry = config.contracts.PostRegistry as Hex
  const postId = intentId(intent, { chainId: config.network.chainId, postRegistry })
  const signature = await signWithSessionKey(scope, key.address, bytesOfHex(postId))
  return {
    intentId: postId,
    profileId: profile.profileId,
    kind: wish.kind,
    record: hexOfBytes(encodeRecord(intent)),
    signature: hexOfBytes(signature),
    content: wish.document ? toBase64(wish.document) : null,
    subject: wish.subject,
    createdAt,
    state: 'sending',
    failure: null,
    attempts: 0,
    about: wish.about ?? {},
    post: wish.show?.(postId, new Date(createdAt).toISOString(), content) ?? null,
  }
}
