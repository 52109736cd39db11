import { failureOf, type Failure } from '../../api/failure.ts'
import { openPeople } from '../../api/people.ts'
import { previewVouch, type Preview } from '../../personhood/preview.ts'
import { readNeighbourhood } from './readNeighbourhood.ts'

/** What a mutual vouch between two profiles would do, computed in this browser. */
export class VouchPreview {
  preview = $state.raw<Preview | null>(null)
  failure = $state.raw<Failure | null>(null)

  async load(base: string, epoch: number, me: string, other: string, isAdded: boolean): Promise<void> {
    const people = openPeople(base)
    const around = async (profileId: string) => ({
      profileId,
      around: readNeighbourhood(await people.getNeighbourhood(epoch, profileId)),
    })
    try {
      const theirs = await around(other)
      const mine = theirs.around.isWhole ? { ...theirs, profileId: me } : await around(me)
      this.preview = previewVouch(mine, theirs, isAdded)
      this.failure = null
    } catch (cause) {
      this.failure = failureOf(cause)
    }
  }
}
