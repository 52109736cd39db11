import { Failure } from '../../api/failure.ts'
import type { Author, Hex, Media, Mention, Post, PostDocument } from '../../api/model.ts'
import { buildContent } from '../../domain/buildContent.ts'
import type { Digest } from '../../domain/brands.ts'
import type { PostDocument as SignedDocument } from '../../domain/documents.ts'
import { zeroWord } from '../../domain/intent.ts'
import { Kind } from '../../domain/kind.ts'
import { tagId } from '../../domain/tagId.ts'
import type { ComposeTask } from '../../state/composing.svelte.ts'
import { draftName } from '../../state/draftName.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { navigate } from '../../state/location.svelte.ts'
import { outbox } from '../../state/outbox.svelte.ts'
import { session } from '../../state/session.svelte.ts'
import { keepDraft } from '../compose/drafts.ts'
import { makeIntent, type IntentWish } from './makeIntent.ts'
import { optimisticPost } from './optimisticPost.ts'
import { dropIntent, keepIntent, sendIntent } from './send.svelte.ts'

/** A post, reply, quote or edit is signed, kept and on its way. Raises `session.*`, `content.*`. */
export async function publish(
  task: ComposeTask,
  text: string,
  media: Media[],
  mentions: Mention[],
): Promise<void> {
  const document: PostDocument = { type: 'post', text, media, mentions, lang: null }
  const bytes = buildContent(document as unknown as SignedDocument) // Safety: buildContent parses every field again.
  const limit = gateway.config?.limits.contentBytes ?? 65_536
  if (bytes.length > limit) throw new Failure('content.too_large')
  const kind = task.edit ? 'edit' : task.replyTo ? 'reply' : task.quote ? 'quote' : 'post'
  const subject = ((task.edit ?? task.replyTo ?? task.quote)?.postId as Hex | undefined) ?? zeroWord // Safety: post ids are 32-byte hex.
  const profile = session.active
  await sign({
    kind: Kind[kind],
    subject,
    document: bytes,
    ...(kind !== 'edit' && profile
      ? {
          show: (postId, createdAt, digest) =>
            optimisticPost({ postId, createdAt, digest, kind, document, task, profile }),
        }
      : {}),
  })
}

export const react = (post: Post, emoji: string, on: boolean): Promise<void> =>
  sign({
    kind: on ? Kind.react : Kind.unreact,
    subject: post.postId as Hex, // Safety: post ids are 32-byte hex.

    document: buildContent({ type: 'reaction', emoji, seen: (post.content?.digest ?? zeroWord) as Digest }), // Safety: parsed again inside.
    about: { emoji },
  })

export const repost = (post: Post): Promise<void> =>
  sign({
    kind: Kind.repost,
    subject: post.postId as Hex, // Safety: post ids are 32-byte hex.
    document: null,
  })

export const retract = (post: Post): Promise<void> =>
  sign({
    kind: Kind.retract,
    subject: post.postId as Hex, // Safety: post ids are 32-byte hex.
    document: null,
  })

/** Follows or unfollows a person or a space. */
export function follow(about: { tag?: string; profileId?: string }, on: boolean): Promise<void> {
  if (about.tag !== undefined) {
    return sign({
      kind: on ? Kind.followTag : Kind.unfollowTag,
      subject: tagId(about.tag),
      document: null,
      about: { tag: about.tag },
    })
  }
  const profileId = about.profileId ?? '0'
  const subject: Hex = `0x${BigInt(profileId).toString(16).padStart(64, '0')}`
  return sign({ kind: on ? Kind.follow : Kind.unfollow, subject, document: null, about: { profileId } })
}

/** Sends a failed intent once more. */
export async function retry(intentId: string): Promise<void> {
  const { scope, api } = gateway
  if (scope) await sendIntent(scope, api, intentId)
}

/** What failed goes back to where it was written; nothing of it stays pending. */
export async function backToDraft(intentId: string): Promise<void> {
  const item = outbox.find(intentId)
  if (!item || !gateway.scope) return
  const document = item.post?.document
  if (document)
    keepDraft(gateway.scope, draftName({}), {
      text: document.text,
      media: document.media,
      mentions: document.mentions,
    })
  await dropIntent(gateway.scope, intentId)
  navigate('#/compose')
}

/** The same words go straight to the contract from the person's wallet: no gateway is needed for it. */
export async function publishDirectly(intentId: string): Promise<void> {
  const { publishFromWallet } = await import('./publishFromWallet.svelte.ts')
  await publishFromWallet(intentId)
}

async function sign(wish: IntentWish): Promise<void> {
  const { config, scope, api } = gateway
  const profile = session.active
  if (!profile) throw new Failure('session.none')
  if (!config || !scope) throw new Failure('gateway.unreachable')
  const item = await makeIntent(wish, profile, config, scope)
  await keepIntent(scope, item)
  void sendIntent(scope, api, item.intentId)
}

/** Opens the dialog for a tip; `memo` is the id of the post that it is for. */
export async function tip(to: Pick<Author, 'profileId' | 'handle'>, memo?: string): Promise<void> {
  const { openTip } = await import('../people/openTip.ts')
  openTip(to, memo)
}
