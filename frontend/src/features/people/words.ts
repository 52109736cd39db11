import type { Case, Partner } from '../../api/peopleModel.ts'

/** The state of a vouch between two profiles, from the side of the profile that the page is about. */
export const partnerWords: Record<Partner['state'], string> = {
  live: 'both vouch',
  pending: 'both vouch, counts soon',
  oneWay: 'waits for an answer',
  asked: 'asks for an answer',
  ending: 'taken back',
}

export const caseKinds: Record<Case['kind'], string> = {
  check: 'Drawn check',
  appeal: 'Appeal',
  accusation: 'Accusation',
}

export const caseStates: Record<Case['state'], string> = {
  asked: 'waits for an answer',
  ready: 'waits for its jury',
  voting: 'the jury votes',
  decided: 'decided',
  closed: 'closed, nothing changed',
}

export const verdictWords = {
  pass: 'One real person',
  fake: 'Fake',
  unclear: 'Unclear',
} as const

/** "2.4": a number in 1/65,536 as people read it. */
export function spellNumber(value: string | number): string {
  return (Number(value) / 65_536).toFixed(2)
}
