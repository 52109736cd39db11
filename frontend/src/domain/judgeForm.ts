import { DomainError } from './domainError.ts'
import { zeroWord, type Intent } from './intent.ts'
import { Kind, kindRules } from './kind.ts'

const maxProfileId = (1n << 63n) - 1n

function isProfileId(value: bigint): boolean {
  return value > 0n && value <= maxProfileId
}

function nameOf(kind: Kind): string {
  const name = Object.entries(Kind).find(([, value]) => value === kind)?.[0] ?? ''
  return name.replace('Tag', '-tag')
}

function subjectFits({ kind, subject }: Intent): boolean {
  switch (kindRules[kind].subject) {
    case 'none':
      return subject === zeroWord
    case 'profile':
      return isProfileId(BigInt(subject))
    case 'intent':
    case 'tag':
      return subject !== zeroWord
  }
}

/** Why the fields can never count, or null: `intent.profile`, `intent.subject`, `intent.content`. */
export function judgeForm(intent: Intent): DomainError | null {
  if (!isProfileId(intent.profile)) {
    return new DomainError('intent.profile', 'A profile id is a number from 1 to 2^63−1.')
  }
  const name = nameOf(intent.kind)
  if (!subjectFits(intent)) {
    return new DomainError('intent.subject', `The subject does not fit a ${name}.`)
  }
  if ((kindRules[intent.kind].document !== null) !== (intent.content !== zeroWord)) {
    return new DomainError('intent.content', `The content word does not fit a ${name}.`)
  }
  return null
}
