/** Every byte of the buffers is zero; a bigint made of them lives until it is collected. */
export function wipe(...buffers: readonly Uint8Array[]): void {
  for (const buffer of buffers) buffer.fill(0)
}
