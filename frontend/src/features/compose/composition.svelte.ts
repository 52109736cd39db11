import { Failure, failureOf } from '../../api/failure.ts'
import type { Media, Mention, Post } from '../../api/model.ts'
import type { ComposeTask } from '../../state/composing.svelte.ts'
import { draftName } from '../../state/draftName.ts'
import { gateway } from '../../state/gateway.svelte.ts'
import { uploadMedia } from '../../ipfs/uploadMedia.ts'
import { keepDraft, readDraft } from './drafts.ts'

export interface Attachment {
  id: number
  media: Media
  preview: string
  state: 'uploading' | 'ready' | 'failed'
  failure: Failure | null
}

export const maxCharacters = 10_000
const allowed = new Set([
  'image/png',
  'image/jpeg',
  'image/webp',
  'image/gif',
  'image/avif',
  'video/mp4',
  'video/webm',
])

/** What a person is writing: text, pictures, mentions. It is kept as a draft at every change. */
export class Composition {
  text = $state('')
  attachments = $state<Attachment[]>([])
  failure = $state.raw<Failure | null>(null)
  readonly task: ComposeTask
  readonly count = $derived([...this.text].length)
  readonly uploading = $derived(this.attachments.some(({ state }) => state === 'uploading'))
  readonly ready = $derived(
    (this.text.trim() !== '' || this.attachments.length > 0) &&
      this.count <= maxCharacters &&
      this.attachments.every(({ state }) => state === 'ready'),
  )
  /** Handles that the completion resolved; others in the text stay plain text. */
  #known = new Map<string, string>()
  #nextId = 1
  readonly #name: string

  constructor(task: ComposeTask) {
    this.task = task
    this.#name = draftName(task)
    const draft = readDraft(gateway.scope, this.#name)
    this.text = draft?.text ?? initialText(task)
    for (const media of draft?.media ?? task.edit?.document?.media ?? []) this.#push(media, '', 'ready')
    for (const mention of draft?.mentions ?? task.edit?.document?.mentions ?? [])
      this.#known.set(mention.handle, mention.profile)
    const parent = task.replyTo?.author
    if (parent) this.#known.set(parent.handle, parent.profileId)
  }

  get mentions(): Mention[] {
    const named = new Set(
      [...this.text.matchAll(/@([a-z0-9_]{3,20})(?![a-z0-9_])/g)].map((match) => match[1] ?? ''),
    )
    return [...named].flatMap((handle) => {
      const profile = this.#known.get(handle)
      return profile ? [{ profile, handle }] : []
    })
  }

  get media(): Media[] {
    return this.attachments.map(({ media }) => ({ ...media }))
  }

  learnHandle(handle: string, profileId: string): void {
    this.#known.set(handle, profileId)
  }

  keep(): void {
    const empty = this.text === initialText(this.task) && this.attachments.length === 0
    const media = this.attachments.filter(({ state }) => state === 'ready').map(({ media }) => ({ ...media }))
    keepDraft(gateway.scope, this.#name, empty ? null : { text: this.text, media, mentions: this.mentions })
  }

  dropDraft(): void {
    keepDraft(gateway.scope, this.#name, null)
    this.attachments.forEach(({ preview }) => preview && URL.revokeObjectURL(preview))
  }

  /** Each file is uploaded and its address computed here too; what is not allowed leaves a sentence. */
  async attach(files: Iterable<File>): Promise<void> {
    this.failure = null
    for (const file of files) {
      const refusal = this.#refuse(file)
      if (refusal) {
        this.failure = refusal
        continue
      }
      const media = { cid: '', mime: file.type, alt: '', size: file.size }
      const attachment = this.#push(media, URL.createObjectURL(file), 'uploading')
      void this.#upload(attachment, file)
    }
  }

  remove(id: number): void {
    this.attachments = this.attachments.filter((attachment) => attachment.id !== id)
    this.keep()
  }

  async #upload(attachment: Attachment, file: File): Promise<void> {
    try {
      attachment.media.cid = await uploadMedia(gateway.api, file)
      attachment.state = 'ready'
      this.keep()
    } catch (cause) {
      attachment.state = 'failed'
      attachment.failure = failureOf(cause)
    }
  }

  #refuse(file: File): Failure | null {
    if (!allowed.has(file.type)) return new Failure('media.type', file.type)
    if (file.size > (gateway.config?.limits.mediaBytes ?? 10_485_760)) return new Failure('media.too_large')
    return this.attachments.length >= 4 ? new Failure('media.too_many') : null
  }

  #push(media: Media, preview: string, state: Attachment['state']): Attachment {
    const id = this.#nextId++
    this.attachments.push({ id, media: { ...media }, preview, state, failure: null })
    const pushed = this.attachments.at(-1)
    if (!pushed) throw new Failure('page.unexpected')
    return pushed
  }
}

function initialText(task: ComposeTask): string {
  if (task.edit) return task.edit.document?.text ?? ''
  return task.tag ? `\n\n#${task.tag}` : ''
}

/** The post that an edit, reply or quote is about. */
export const subjectOf = (task: ComposeTask): Post | null => task.edit ?? task.replyTo ?? task.quote ?? null
