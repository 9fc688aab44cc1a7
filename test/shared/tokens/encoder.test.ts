import { get_encoding, type Tiktoken } from 'tiktoken'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { EncoderStore, loadEncoder } from '../../../shared/tokens/encodings.ts'
import { HOSTILE, pick, randomText, SCRIPTS, seededRandom } from './random-texts.ts'

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 })

describe.each(['o200k_base', 'cl100k_base'] as const)('the %s encoder', (encoding) => {
  let encoder: Encoder
  let oracle: Tiktoken

  beforeAll(async () => {
    encoder = await loadEncoder(encoding)
    oracle = get_encoding(encoding)
  })
  afterAll(() => oracle.free())

  it('gives the ids of the reference on 3,000 generated texts of every kind', () => {
    const random = seededRandom(20261121)
    const wrong: string[] = []
    for (let index = 0; index < 3000; index++) {
      const text = randomText(random, index % 10 === 0 ? 2000 : 200)
      if (!isSame(encoder, oracle, text)) wrong.push(JSON.stringify(text.slice(0, 200)))
    }
    expect(wrong).toEqual([])
  })

  it('gives the ids of the reference on every script, every hostile symbol and every pair of them', () => {
    const texts = [...SCRIPTS, SCRIPTS.join('\r\n'), ...HOSTILE.flatMap((a) => HOSTILE.map((b) => `${a}${b}x`))]
    expect(texts.filter((text) => !isSame(encoder, oracle, text))).toEqual([])
  })

  it('classes every character as the Unicode version of the reference does', () => {
    // A contraction follows letters and marks, not numbers and punctuation; a capital starts a word in one vocabulary.
    const wrong: string[] = []
    for (let start = 0; start < 0x34000; start += 64) {
      let text = ''
      for (let offset = 0; offset < 64; offset++) {
        const character = String.fromCodePoint(start + offset)
        text += `${character}'s A${character}b ${character}.`
      }
      if (!isSame(encoder, oracle, text)) wrong.push(start.toString(16))
    }
    expect(wrong).toEqual([])
  })

  it('gives the ids of the reference on all white space up to five characters', () => {
    let wrong = 0
    for (let code = 0; code < 5 ** 5; code++) {
      let text = ''
      for (let rest = code; rest > 0; rest = Math.floor(rest / 5)) text += [' ', '\n', '\r', '\t', '\u00a0'][rest % 5]
      if (!isSame(encoder, oracle, text) || !isSame(encoder, oracle, `a${text}.`)) wrong++
    }
    expect(wrong).toBe(0)
  })

  it.each(['a', ' ', '-', '\n', '中', 'acgt', '\u0301', '😀'])(
    'gives the ids of the reference on a long run of %j',
    (unit) => {
      const run = unit.repeat(5000 / unit.length)
      expect(isSame(encoder, oracle, run)).toBe(true)
      expect(isSame(encoder, oracle, `x${run}Y`)).toBe(true)
    },
  )

  it.each(['ab', 'acgt', 'etaoinshrdlu', '-=', 'HTML', '中文字符', 'éèê', 'qzxj', ' \t', 'aA\u0301'])(
    'gives the ids of the reference on 8,000 letters of %j in random order',
    (letters) => {
      const random = seededRandom(letters.length)
      let text = ''
      while (text.length < 8000) text += pick(random, [...letters])
      expect(isSame(encoder, oracle, text)).toBe(true)
    },
  )

  it('gives the ids of the reference where a block of a long piece ends just before a letter that changes much', () => {
    // Found by search: the last letter changes the four tokens before it, in one vocabulary each. Blocks have 1,024 bytes.
    for (const text of ['MHHTHHLTMMLHHLTTTTMMMHLMTHT', 'sraithhanhiithhhsnshhssnarosasarohtro']) {
      const run = 'q'.repeat(1024 - text.length + 1) + text + 'q'.repeat(1500)
      expect(isSame(encoder, oracle, run)).toBe(true)
    }
  })

  it('counts special-token text as ordinary text', () => {
    expect(encoder.count('<|endoftext|>')).toBeGreaterThan(1)
    expect(isSame(encoder, oracle, 'a<|endoftext|><|endofprompt|>')).toBe(true)
  })

  it('counts a run of 100,000 characters as its halves, where no token crosses the seam', () => {
    // 'a' merges in powers of two in both vocabularies, so a run of 2^16 is two of 2^15.
    const half = encoder.count('a'.repeat(2 ** 15))
    expect(encoder.count('a'.repeat(2 ** 16))).toBe(2 * half)
    expect(encoder.count(' '.repeat(100_000))).toBeGreaterThan(500)
  })

  it('places every token so that the ends rise to the length of the text', () => {
    const random = seededRandom(7)
    for (let index = 0; index < 300; index++) {
      const text = randomText(random, 200)
      const { ids, ends } = encoder.tokenize(text)
      expect(ids).toEqual(encoder.encode(text))
      expect(ends).toHaveLength(ids.length)
      expect(ends.at(-1)).toBe(text.length)
      expect(ends).toEqual(ends.toSorted((a, b) => a - b))
      const halves = ends.filter(
        (end) => /[\ud800-\udbff]/.test(text[end - 1] ?? '') && /[\udc00-\udfff]/.test(text[end] ?? ''),
      )
      expect(halves).toEqual([])
    }
  })

  it('places tokens that are whole characters on the text they stand for', () => {
    const text = 'Say less, measure more.'
    const { ids, ends } = encoder.tokenize(text)
    const spelled = ids.map((_, index) => text.slice(ends[index - 1] ?? 0, ends[index]))
    expect(spelled).toEqual(['Say', ' less', ',', ' measure', ' more', '.'])
  })

  it('gives features whose tokens add up to the count', () => {
    const random = seededRandom(11)
    for (let index = 0; index < 200; index++) {
      const text = randomText(random, 300)
      const tokens = encoder
        .features(text)
        .subarray(0, -1)
        .reduce((sum, value) => sum + value, 0)
      expect(tokens).toBe(encoder.count(text))
    }
  })
})

describe('EncoderStore', () => {
  it('loads each vocabulary once and serves o200k_harmony from o200k_base', async () => {
    const store = new EncoderStore()
    expect(store.loaded('o200k_base')).toBeNull()
    const [base, harmony] = await Promise.all([store.load('o200k_base'), store.load('o200k_harmony')])
    expect(harmony).toBe(base)
    expect(store.loaded('o200k_harmony')).toBe(base)
    expect(store.loaded('cl100k_base')).toBeNull()
  })
})

function isSame(encoder: Encoder, oracle: Tiktoken, text: string): boolean {
  const expected = oracle.encode_ordinary(text)
  const actual = encoder.encode(text)
  return (
    actual.length === expected.length &&
    encoder.count(text) === expected.length &&
    actual.every((id, index) => id === expected[index])
  )
}
