/** The kinds of intents; bit k of a session key's `kinds` allows kind k. */
export const Kind = {
  post: 1,
  reply: 2,
  quote: 3,
  repost: 4,
  edit: 5,
  retract: 6,
  react: 7,
  unreact: 8,
  follow: 9,
  unfollow: 10,
  followTag: 11,
  unfollowTag: 12,
  profile: 13,
  label: 14,
} as const

export type Kind = (typeof Kind)[keyof typeof Kind]

export type DocumentType = 'post' | 'profile' | 'reaction' | 'label'
export type SubjectRule = 'none' | 'intent' | 'profile' | 'tag'

/** What the two words of each kind hold: the subject, and the type of the document (null: no content). */
export const kindRules: Readonly<Record<Kind, { subject: SubjectRule; document: DocumentType | null }>> = {
  1: { subject: 'none', document: 'post' },
  2: { subject: 'intent', document: 'post' },
  3: { subject: 'intent', document: 'post' },
  4: { subject: 'intent', document: null },
  5: { subject: 'intent', document: 'post' },
  6: { subject: 'intent', document: null },
  7: { subject: 'intent', document: 'reaction' },
  8: { subject: 'intent', document: 'reaction' },
  9: { subject: 'profile', document: null },
  10: { subject: 'profile', document: null },
  11: { subject: 'tag', document: null },
  12: { subject: 'tag', document: null },
  13: { subject: 'none', document: 'profile' },
  14: { subject: 'intent', document: 'label' },
}

/** True iff the number is a kind known here. */
export function isKind(value: number): value is Kind {
  return Object.hasOwn(kindRules, value)
}
