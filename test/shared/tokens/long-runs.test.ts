import cl100kRanks from 'js-tiktoken/ranks/cl100k_base'
import o200kRanks from 'js-tiktoken/ranks/o200k_base'
import { get_encoding, Tiktoken } from 'tiktoken'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { IncrementalCounter } from '../../../shared/tokens/incremental-counter.ts'
import { pick, pickInteger, randomText, seededRandom } from './random-texts.ts'
import { ReferenceMerge } from './reference-merge.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

const UNITS = 100_000
const RANKS = { o200k_base: o200kRanks, cl100k_base: cl100kRanks }

describe.each(['o200k_base', 'cl100k_base'] as const)('runs of 100,000 characters in %s', (encoding) => {
  let encoder: Encoder
  let reference: ReferenceMerge
  beforeAll(async () => {
    encoder = await loadEncoder(encoding)
    reference = new ReferenceMerge(RANKS[encoding])
  })

  it('has an oracle that agrees with the WASM tiktoken where that one is fast enough', () => {
    const oracle = get_encoding(encoding)
    for (const run of Object.values(unbrokenRuns(1200))) expect(reference.encode(run)).toEqual([...oracle.encode(run)])
    oracle.free()
  })

  it.each(Object.keys(unbrokenRuns(1)))('gives the ids of the reference on one unbroken piece of %s', (name) => {
    const run = unbrokenRuns(UNITS)[name] ?? ''
    expect(sameIds(encoder.encode(run), reference.encode(run))).toBe(true)
  })

  it.each(Object.entries(cutRuns()))('gives the ids of the WASM tiktoken on %s', (_, run) => {
    const oracle = get_encoding(encoding)
    expect(sameIds(encoder.encode(run), oracle.encode_ordinary(run))).toBe(true)
    oracle.free()
  })

  it('equals the reference after edits inside a piece of 100,000 letters', () => {
    const random = seededRandom(8)
    let text = unbrokenRuns(UNITS).letters ?? ''
    const counter = new IncrementalCounter(encoder)
    counter.setText(text)
    for (let edit = 0; edit < 12; edit++) {
      const at = pickInteger(random, text.length)
      const deleteCount = edit % 3 === 0 ? 0 : pickInteger(random, 40)
      const insert = edit % 3 === 1 ? '' : pick(random, ['q', 'the', 'zzzzzzzz', 'é'])
      text = text.slice(0, at) + insert + text.slice(at + deleteCount)
      counter.edit(at, deleteCount, insert)
    }
    expect(counter.total).toBe(reference.encode(text).length)
  })
})

describe('o200k_harmony', () => {
  it('gives the ids of the WASM tiktoken with the harmony specials on 1,000 texts, special-token text as ordinary text', async () => {
    const encoder = await loadEncoder('o200k_harmony')
    // The WASM build has no o200k_harmony of its own: same ranks, same pattern, more specials (openai/tiktoken 0.14.0).
    const base = get_encoding('o200k_base')
    const specials = { '<|start|>': 200006, '<|message|>': 200008, '<|channel|>': 200005, '<|end|>': 200007 }
    const oracle = new Tiktoken(rankLines(o200kRanks.bpe_ranks), specials, o200kRanks.pat_str)
    const random = seededRandom(12)
    const wrong: string[] = []
    for (let index = 0; index < 1000; index++) {
      const tag = pick(random, Object.keys(specials))
      const text = `${randomText(random, 150)}${tag}${randomText(random, 60)}`
      const ids = encoder.encode(text)
      if (!sameIds(ids, base.encode_ordinary(text)) || !sameIds(ids, oracle.encode_ordinary(text))) wrong.push(text)
    }
    base.free()
    oracle.free()
    expect(wrong).toEqual([])
  })
})

/** Texts that the split pattern leaves in one piece. */
function unbrokenRuns(units: number): Record<string, string> {
  const random = seededRandom(3)
  const repeat = (make: () => string) => Array.from({ length: units }, make).join('')
  return {
    a: 'a'.repeat(units),
    spaces: ' '.repeat(units),
    dashes: '-'.repeat(units),
    letters: repeat(() => String.fromCharCode(97 + pickInteger(random, 26))),
    han: repeat(() => String.fromCharCode(0x4e00 + pickInteger(random, 20_000))),
    marks: `a${'\u0301'.repeat(units - 1)}`,
    emoji: '😀'.repeat(units / 2),
  }
}

/** Texts of the same length that the pattern cuts up, special characters among them. */
function cutRuns(): Record<string, string> {
  const random = seededRandom(4)
  const symbols = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
  const of = (values: readonly string[]) => Array.from({ length: UNITS }, () => pick(random, values)).join('')
  return {
    '100,000 characters of base64': of([...symbols]),
    '100,000 digits': of([...'0123456789']),
    'U+FEFF and U+0085 among letters': of(['a', 'B', '\ufeff', '\u0085', ' ']),
    'lone surrogates among letters': of(['a', 'b', '\ud83d', '\ude00', ' ']),
    'line ends of all kinds': of(['a ', '\r\n', '\n', '\r', '\t']),
  }
}

/** The rank file as the WASM build wants it: a token in base64 and its rank per line. */
function rankLines(ranks: string): string {
  return ranks
    .split('\n')
    .flatMap((line) => {
      const [, first, ...tokens] = line.split(' ')
      return tokens.map((token, index) => `${token} ${Number(first) + index}`)
    })
    .join('\n')
}

function sameIds(actual: readonly number[], expected: ArrayLike<number>): boolean {
  return actual.length === expected.length && actual.every((id, index) => id === expected[index])
}
