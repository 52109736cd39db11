/** The allow-listed type that the first bytes show, or null. A label alone is never believed. */
export function sniffMedia(bytes: Uint8Array): string | null {
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
  if (text(0, 8) === '\x89PNG\r\n\x1a\n') return 'image/png'
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'image/jpeg'
  if (text(0, 6) === 'GIF87a' || text(0, 6) === 'GIF89a') return 'image/gif'
  if (text(0, 4) === 'RIFF' && text(8, 12) === 'WEBP') return 'image/webp'
  if (text(0, 4) === '\x1aE\xdf\xa3') return 'video/webm'
  if (text(4, 8) === 'ftyp') return /^avi[fs]/.test(text(8, 12)) ? 'image/avif' : 'video/mp4'
  return null
}
