import type { ComposeTask } from './composing.svelte.ts'

/** The name under which a draft is kept: one for each place a person may write in. */
export function draftName(task: ComposeTask): string {
  if (task.edit) return `edit:${task.edit.postId}`
  if (task.replyTo) return `reply:${task.replyTo.postId}`
  if (task.quote) return `quote:${task.quote.postId}`
  return task.tag ? `space:${task.tag}` : 'post'
}
