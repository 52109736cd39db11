import { describe, expect, it } from 'vitest'
import { cutText } from './pieces.ts'

const ada = [{ profile: '7', handle: 'ada' }]
const join = (text: string, ...rest: [Parameters<typeof cutText>[1]?, Parameters<typeof cutText>[2]?]) =>
  cutText(text, rest[0] ?? [], rest[1] ?? [])
    .map((piece) => piece.text)
    .join('')

describe('cutText never turns text into anything but links of its own', () => {
  it.each(['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[a](javascript:alert(1))'])(
    '%s stays one piece of text',
    (text) => expect(cutText(text, [], [])).toEqual([{ type: 'text', text }]),
  )
  it('makes no link of other schemes', () =>
    expect(
      cutText('javascript:alert(1) data:text/html,x ftp://a', [], []).every(({ type }) => type === 'text'),
    ).toBe(true))
  it('links no @name that the author did not mention', () =>
    expect(cutText('hi @eve', [], ada)).toEqual([{ type: 'text', text: 'hi @eve' }]))
  it('does not cut a longer name', () =>
    expect(cutText('@adam', [], ada)).toEqual([{ type: 'text', text: '@adam' }]))
})

describe('cutText', () => {
  it('loses no character', () => {
    const text = 'See #space at https://a.example/#space, @ada.\n😀'
    expect(join(text, [{ start: 4, end: 10, tag: 'space' }], ada)).toBe(text)
  })
  it('gives tags, mentions and links in order', () =>
    expect(cutText('a #b @ada https://c.example.', [{ start: 2, end: 4, tag: 'b' }], ada)).toEqual([
      { type: 'text', text: 'a ' },
      { type: 'tag', text: '#b', tag: 'b' },
      { type: 'text', text: ' ' },
      { type: 'mention', text: '@ada', handle: 'ada' },
      { type: 'text', text: ' ' },
      { type: 'link', text: 'https://c.example', href: 'https://c.example/' },
      { type: 'text', text: '.' },
    ]))
  it('leaves a tag inside an address alone', () =>
    expect(cutText('https://a.example/#x', [{ start: 18, end: 20, tag: 'x' }], [])).toHaveLength(1))
})
