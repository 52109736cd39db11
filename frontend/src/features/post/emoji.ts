export const like = '❤'
/** What the picker offers; any emoji that others used can be joined too. */
export const offeredEmoji: readonly { emoji: string; name: string }[] = [
  { emoji: like, name: 'Like' },
  { emoji: '🔥', name: 'Fire' },
  { emoji: '😂', name: 'Laugh' },
  { emoji: '🎉', name: 'Celebrate' },
  { emoji: '🤔', name: 'Thinking' },
  { emoji: '👏', name: 'Applause' },
]
