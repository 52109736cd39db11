import { describe, expect, it } from 'vitest'
import { sniffMedia } from './sniffMedia.ts'

const bytes = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

describe('sniffMedia', () => {
  it.each(['', '<svg xmlns="http://www.w3.org/2000/svg">', '<!doctype html>', 'GIF', '%PDF-1.7', '\x00\x00'])(
    '%j is nothing that may be shown',
    (text) => expect(sniffMedia(bytes(text))).toBeNull(),
  )
  it.each([
    ['\x89PNG\r\n\x1a\nrest', 'image/png'],
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF1234WEBPVP8 ', 'image/webp'],
    ['\x00\x00\x00\x1cftypavif', 'image/avif'],
    ['\x00\x00\x00\x1cftypisom', 'video/mp4'],
    ['\x1aE\xdf\xa3', 'video/webm'],
  ])('%j is %s', (text, type) => expect(sniffMedia(bytes(text))).toBe(type))
})
