import { Failure } from '../api/failure.ts'

const decimals = 18
const one = 10n ** BigInt(decimals)
const shownDecimals = 4
const smallest = one / 10n ** BigInt(shownDecimals)
const most = 2n ** 128n - 1n
const grouped = new Intl.NumberFormat('en', { maximumFractionDigits: 0 })

/** "1,234.5 TAG": at most four decimals, never rounded up; an amount too small to show says so. */
export function formatTag(wei: bigint | string): string {
  const amount = BigInt(wei)
  if (amount > 0n && amount < smallest) return `less than 0.${'0'.repeat(shownDecimals - 1)}1 TAG`
  return `${spell(amount, shownDecimals)} TAG`
}

/** Every digit of it, for what is signed. */
export function exactTag(wei: bigint | string): string {
  return `${spell(BigInt(wei), decimals)} TAG`
}

/** A number for the height of a bar or a point, never for money. */
export function tagNumber(wei: bigint | string): number {
  return Number(BigInt(wei) / 10n ** 9n) / 1e9
}

/** The amount that a person wrote, in 1e-18 TAG. Raises `amount.malformed`, `amount.decimals`, `amount.range`. */
export function parseTag(text: string): bigint {
  const found = /^(\d{1,3}(?:,\d{3})+|\d+)(?:\.(\d+))?$/.exec(text.trim())
  if (!found) throw new Failure('amount.malformed', text)
  const [, whole = '0', part = ''] = found
  if (part.length > decimals) throw new Failure('amount.decimals', text)
  const amount = BigInt(whole.replaceAll(',', '')) * one + BigInt(part.padEnd(decimals, '0'))
  if (amount > most) throw new Failure('amount.range', text)
  return amount
}

function spell(amount: bigint, places: number): string {
  const part = (amount % one).toString().padStart(decimals, '0').slice(0, places).replace(/0+$/, '')
  return grouped.format(amount / one) + (part && `.${part}`)
}
