import { Failure } from '../../../api/failure.ts'
import { hexOfBytes } from '../../../domain/hexOfBytes.ts'
import type { Hex } from '../../../domain/hex.ts'
import { nobody, type Arm, type Inputs } from './computeNumbers.ts'

const arms = ['', 'reached', 'held_out', 'untargeted'] as const
type ArmName = (typeof arms)[number]
const answers: Record<string, boolean> = { '': false, '0': false, no: false, '1': true, yes: true }

export interface AudienceRow {
  readonly profileId: string
  readonly arm: ArmName
  readonly converted: boolean
}
/** The business's own list: it stays in this browser, a report holds its digest and its counts alone. */
export interface Audience {
  readonly rows: readonly AudienceRow[]
  readonly digest: Hex
}

/** The list from a CSV file with the line profile,arm,converted at its head. Raises `audience.*`. */
export async function readAudience(data: Uint8Array<ArrayBuffer>): Promise<Audience> {
  const lines = new TextDecoder().decode(data).split(/\r?\n/)
  // Random letters behind a # keep a short list from being guessed by its digest.
  if (lines[0]?.startsWith('#')) lines.shift()
  if (lines[0]?.trim() !== 'profile,arm,converted')
    throw new Failure('audience.columns', 'The list begins with the line profile,arm,converted.')
  const rows = lines.flatMap((line, at) => (at > 0 && line.trim() ? [readRow(line, at + 1)] : []))
  if (rows.length === 0) throw new Failure('audience.empty', 'The list holds nobody.')
  const ids = rows.map(({ profileId }) => profileId)
  const twice = ids.find((id, at) => ids.indexOf(id) !== at)
  if (twice) throw new Failure('audience.twice', `Profile ${twice} stands in the list twice.`)
  const digest = hexOfBytes(new Uint8Array(await crypto.subtle.digest('SHA-256', data)))
  return { rows, digest }
}

function readRow(line: string, number: number): AudienceRow {
  const [profile = '', name = '', answer = '', ...rest] = line.split(',').map((cell) => cell.trim())
  const arm = arms.find((known) => known === name)
  const converted = answers[answer.toLowerCase()]
  const isProfile = /^[0-9]{1,19}$/.test(profile) && BigInt(profile) > 0n && BigInt(profile) < 2n ** 63n
  if (!isProfile || arm === undefined || converted === undefined || rest.length > 0)
    throw new Failure(
      'audience.row',
      `Line ${number} of the list does not read: write a profile’s number, an arm (reached, held_out, untargeted or nothing), and 1 or 0.`,
    )
  return { profileId: String(BigInt(profile)), arm, converted }
}

type Counts = Pick<Inputs, 'audience' | 'reached' | 'heldOut' | 'untargeted'>

/** Each arm by the filter "level and above"; the audience is everybody but the untargeted. */
export function countAudience(
  audience: Audience | null,
  levels: ReadonlyMap<string, number>,
  level: number,
): Counts {
  if (!audience) return { audience: null, reached: nobody, heldOut: nobody, untargeted: nobody }
  const count = (belongs: (arm: ArmName) => boolean): Arm => {
    const rows = audience.rows.filter(({ arm }) => belongs(arm))
    const accepted = rows.filter(({ profileId }) => (levels.get(profileId) ?? 0) >= level)
    const conversions = (some: readonly AudienceRow[]) => some.filter(({ converted }) => converted).length
    return {
      accepted: accepted.length,
      rejected: rows.length - accepted.length,
      acceptedConversions: conversions(accepted),
      rejectedConversions: conversions(rows) - conversions(accepted),
    }
  }
  return {
    audience: count((arm) => arm !== 'untargeted'),
    reached: count((arm) => arm === 'reached'),
    heldOut: count((arm) => arm === 'held_out'),
    untargeted: count((arm) => arm === 'untargeted'),
  }
}
