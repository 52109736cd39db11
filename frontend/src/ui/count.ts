const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 })

/** 950, 1.2K, 3.4M. */
export function formatCount(count: number): string {
  return compact.format(count)
}

/** "1 post", "3 posts". */
export function countOf(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`
}

/** 0x1234abcd…5678 */
export function shortHex(hex: string): string {
  return hex.length > 16 ? `${hex.slice(0, 10)}…${hex.slice(-4)}` : hex
}
