/** The sizes that hide a length: the first ones as listed, then powers of two. */
export const valueSizes: readonly number[] = [256, 1024, 4096]
export const keyFileSizes: readonly number[] = [4096, 16_384]
/** The largest plaintext: with iv and tag it still fits a blob of 10 MiB. */
export const mostBytes = 8 * 1024 * 1024

/** The padded size for so many bytes, or null above `mostBytes`. */
export function paddedSize(length: number, sizes: readonly number[]): number | null {
  const listed = sizes.find((size) => length <= size)
  if (listed !== undefined) return listed
  let size = (sizes.at(-1) ?? 1) * 2
  while (size < length) size *= 2
  return size > mostBytes ? null : size
}
