import type { Neighbourhood } from './neighbourhood.ts'
import { previewNear } from './previewNear.ts'
import { previewWhole } from './previewWhole.ts'
import type { Standing } from './seedShare.ts'

export type Numbers = Pick<Standing, 'share' | 'bound' | 'support' | 'level'>

/** What a mutual vouch, made or taken back, would do to one of the two. */
export interface Change {
  before: Numbers
  after: Numbers
}

export interface Changes {
  mine: Change
  theirs: Change
}

export interface Preview extends Changes {
  /** Whether the whole network was computed anew; else the two alone, with everybody else as they were. */
  isExact: boolean
  /** The epoch whose vouches it starts from. */
  epoch: number
}

/** One of the two, with what the gateway told about its surroundings. */
export interface Side {
  profileId: string
  around: Neighbourhood
}

export const nothing: Numbers = { share: 0, bound: 0, support: 0, level: 0 }

/**
 * The numbers of both, had they vouched for each other in this epoch (`isAdded`), or not. Anybody may make other
 * vouches until the next one, so it is never a promise.
 */
export function previewVouch(me: Side, other: Side, isAdded: boolean): Preview {
  const { epoch } = other.around
  const exact = previewWhole(me.profileId, other.profileId, other.around, isAdded)
  return exact
    ? { isExact: true, epoch, ...exact }
    : { isExact: false, epoch, ...previewNear(me, other, isAdded) }
}
