// @vitest-environment node
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { appendFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'bundle-'))
const marks = ['burner', 'Burner wallet', 'eth_sendRawTransaction']

/** Built by the tool itself in a process of its own, as `npm run build` does: not by the test's settings. */
function bundle(mode: string): string {
  const outDir = join(folder, mode)
  const { VITEST: _vitest, NODE_ENV: _node, ...env } = process.env
  const vite = join(dirname(createRequire(import.meta.url).resolve('vite/package.json')), 'bin/vite.js')
  execFileSync('node', [vite, 'build', '--mode', mode, '--outDir', outDir, '--logLevel', 'error'], {
    env,
    stdio: 'pipe',
  })
  return outDir
}
const textOf = (outDir: string) =>
  readdirSync(join(outDir, 'assets'))
    .filter((file) => /\.(js|css)$/.test(file))
    .map((file) => readFileSync(join(outDir, 'assets', file), 'utf8'))
    .join('\n')
const measure = (outDir: string) =>
  execFileSync('node', ['scripts/measure-size.mjs', outDir], { stdio: 'pipe' })
function copyOf(outDir: string, name: string): string {
  cpSync(outDir, join(folder, name), { recursive: true })
  return join(folder, name)
}

let production = ''
let devnet = ''
beforeAll(() => {
  production = bundle('production')
  devnet = bundle('devnet')
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('the production bundle', () => {
  it.each(marks)('holds no trace of the burner wallet (%s)', (mark) =>
    expect(textOf(production).includes(mark)).toBe(false),
  )
  it('the development bundle holds it, so the search above can find it', () =>
    marks.forEach((mark) => expect(textOf(devnet).includes(mark)).toBe(true)))
  it('fits its budgets: first load, social pages, market, people', () => {
    expect(() => measure(production)).not.toThrow()
  })
  it('would not pass with a social page that loads the market, nor with a market too large', () => {
    const files = readdirSync(join(production, 'assets'))
    const [entry, market] = [/^index.*\.js$/, /^market-door.*\.js$/].map((name) =>
      files.find((file) => name.test(file)),
    )
    const strayed = copyOf(production, 'strayed')
    appendFileSync(join(strayed, 'assets', String(entry)), `;import"./${market}"`)
    expect(() => measure(strayed)).toThrow(/Loaded where it is not wanted.* with .*assets\/index/)
    const large = copyOf(production, 'large')
    appendFileSync(join(large, 'assets', String(market)), randomBytes(120_000).toString('latin1'))
    expect(() => measure(large)).toThrow(/over its budget/)
  })
  it('runs under its own content policy: no inline script, style or handler', () => {
    const html = readFileSync(join(production, 'index.html'), 'utf8')
    expect(html).toContain("require-trusted-types-for 'script'")
    expect(html).not.toMatch(/<style|style="|\son\w+="|<script(?![^>]*\ssrc=)/)
    expect(/<[a-z][^>`]* style="|\beval\(|new Function\(/.test(textOf(production))).toBe(false)
  })
})
