/** The letters after an `@` right before the caret, if at least one: what a completion is looked up by. */
export function mentionBefore(text: string, caret: number): string {
  return /(?:^|[^a-z0-9_@])@([a-z0-9_]{1,20})$/.exec(text.slice(0, caret))?.[1] ?? ''
}

/** The text with the started mention completed and a space behind it, and where the caret belongs. */
export function completeMention(
  text: string,
  caret: number,
  handle: string,
): { text: string; caret: number } {
  const started = mentionBefore(text, caret)
  const head = `${text.slice(0, caret - started.length)}${handle} `
  return { text: head + text.slice(caret).replace(/^ /, ''), caret: head.length }
}
