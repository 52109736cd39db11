import { composing } from './composing.svelte.ts'
import { navigate } from './location.svelte.ts'
import { threadHref } from './route.ts'

export const shortcuts = $state({ helpOpen: false })

/** What each key does; the help dialog shows this list. */
export const keyMap: readonly [key: string, what: string][] = [
  ['j', 'next post'],
  ['k', 'previous post'],
  ['l', 'like the chosen post'],
  ['r', 'reply to the chosen post'],
  ['c', 'write a post'],
  ['/', 'find a space or a person'],
  ['.', 'new posts, top of the page'],
  ['Enter', 'open the chosen post'],
  ['?', 'this list'],
  ['Esc', 'close'],
]

const acts: Record<string, () => void> = {
  j: () => movePost(1),
  k: () => movePost(-1),
  l: () => currentPost()?.querySelector<HTMLElement>('[data-act="like"]')?.click(),
  r: () => currentPost()?.querySelector<HTMLElement>('[aria-label^="Reply"]')?.click(),
  c: () => composing.open(),
  '/': findSomething,
  '.': showTop,
  '?': () => (shortcuts.helpOpen = true),
  Enter: openCurrent,
}

/** Single keys work anywhere but in fields, dialogs and with modifiers. Returns what stops listening. */
export function listenToKeys(document: Document): () => void {
  const listen = (event: KeyboardEvent) => {
    if (event.key === 'Escape') shortcuts.helpOpen = false
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return
    const target = event.target instanceof HTMLElement ? event.target : null
    if (target?.closest('input, textarea, select, [contenteditable], dialog')) return
    if (event.key === 'Enter' && !target?.matches('[data-post]')) return
    const act = acts[event.key]
    if (!act) return
    event.preventDefault()
    act()
  }
  document.addEventListener('keydown', listen)
  return () => document.removeEventListener('keydown', listen)
}

const currentPost = () => document.activeElement?.closest<HTMLElement>('[data-post]') ?? null

function movePost(step: 1 | -1): void {
  const posts = [...document.querySelectorAll<HTMLElement>('[data-post]')]
  const current = currentPost()
  const at = current ? posts.indexOf(current) : step === 1 ? -1 : posts.length
  const next = posts[Math.min(Math.max(at + step, 0), posts.length - 1)]
  next?.focus({ preventScroll: true })
  next?.scrollIntoView({ block: 'center' })
}

function openCurrent(): void {
  const postId = currentPost()?.dataset['post']
  if (postId) navigate(threadHref(postId))
}

function findSomething(): void {
  const field = document.querySelector<HTMLElement>('[data-find]')
  if (field && field.offsetParent) field.focus()
  else navigate('#/explore')
}

function showTop(): void {
  window.scrollTo(0, 0)
  document.querySelector<HTMLElement>('.new button')?.click()
}
