import type { Post } from '../api/model.ts'
import { navigate } from './location.svelte.ts'
import { session } from './session.svelte.ts'

export interface ComposeTask {
  replyTo?: Post
  quote?: Post
  edit?: Post
  /** Tag of the space to write in. */
  tag?: string
}

/** Which composer is open, if any. */
class Composing {
  task = $state.raw<ComposeTask | null>(null)

  open(task: ComposeTask = {}): void {
    if (session.active) this.task = task
    else navigate('#/welcome')
  }

  close(): void {
    this.task = null
  }
}
export const composing = new Composing()
