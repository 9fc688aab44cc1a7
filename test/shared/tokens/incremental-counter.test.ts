import { get_encoding } from 'tiktoken'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import type { Encoder } from '../../../shared/tokens/encoder.ts'
import { loadEncoder } from '../../../shared/tokens/encodings.ts'
import { type CounterOptions, IncrementalCounter } from '../../../shared/tokens/incremental-counter.ts'
import { pick, pickInteger, randomFragment, randomText, seededRandom } from './random-texts.ts'

/** `PITHY_SOAK=1` makes the same edits, and many more: 150,000 instead of about 24,000. */
const SCALE = process.env.PITHY_SOAK === '1' ? 6 : 1

// The long form goes on beside other work.
vi.setConfig({ testTimeout: SCALE * 200_000, hookTimeout: 120_000 })

describe.each(['o200k_base', 'cl100k_base'] as const)('incremental counting with %s', (encoding) => {
  let encoder: Encoder
  beforeAll(async () => {
    encoder = await loadEncoder(encoding)
  })

  it('equals the full count after each of 6,000 random edits on mixed texts', () => {
    const random = seededRandom(1)
    const wrong = []
    for (let round = 0; round < 300 * SCALE; round++) {
      const options = randomOptions(random)
      const document = new Mirror(encoder, randomText(random, 1500), options)
      for (let step = 0; step < 20; step++) {
        const fault = document.edit(...randomEdit(random, document.text))
        if (fault) wrong.push({ round, step, ...fault, ...options })
      }
    }
    expect(wrong).toEqual([])
  })

  it('equals the full count where the scanner looks far ahead, after each of 3,000 edits', () => {
    const random = seededRandom(2)
    const wrong = []
    for (let round = 0; round < 100 * SCALE; round++) {
      const options = { targetUnits: pick(random, [2, 4, 8, 32]), giantUnits: 1024 }
      const document = new Mirror(encoder, farLookingText(random), options)
      for (let step = 0; step < 30; step++) {
        const at = runBorder(random, document.text)
        const deleteCount = Math.min(pickInteger(random, 3), document.text.length - at)
        const insert = pick(random, [
          '',
          'a',
          'A',
          '\n',
          '\n',
          ' ',
          '中',
          '\u0301',
          '1',
          '/',
          "'",
          's',
          '\ud83d',
          '\ude00',
        ])
        const fault = document.edit(at, deleteCount, insert)
        if (fault) wrong.push({ round, step, ...fault })
      }
    }
    expect(wrong).toEqual([])
  })

  it('equals the full count inside giant pieces, after each of 3,000 edits', () => {
    const random = seededRandom(3)
    const wrong = []
    for (let round = 0; round < 100 * SCALE; round++) {
      const unit = pick(random, ['a', 'ab', 'acgt', '-', ' ', '=', 'é', '中', '中文字', '😀', '\u0301', 'xyz_', 'q'])
      const isRandomLetters = round % 4 === 0
      const length = 300 + pickInteger(random, 900)
      const text = isRandomLetters ? randomLetters(random, length) : unit.repeat(length / unit.length)
      const document = new Mirror(encoder, text, {
        giantUnits: pick(random, [16, 64, 256]),
        runTokens: pick(random, [1, 4, 16, 256]),
      })
      for (let step = 0; step < 30; step++) {
        const at = pickInteger(random, document.text.length + 1)
        const deleteCount = random() < 0.5 ? 0 : Math.min(pickInteger(random, 30), document.text.length - at)
        const insert =
          random() < 0.3 ? '' : pick(random, [unit, unit.repeat(9), 'b', randomLetters(random, 5), '\ude00', ' '])
        const fault = document.edit(at, deleteCount, insert)
        if (fault) wrong.push({ round, step, unit, ...fault })
      }
    }
    expect(wrong).toEqual([])
  })

  it('widens the window where a letter at the end changes the tokens far to its left', () => {
    // Found by search: the last letter changes the four tokens before it, in one vocabulary each.
    for (const text of ['MHHTHHLTMMLHHLTTTTMMMHLMTHT', 'sraithhanhiithhhsnshhssnarosasarohtro']) {
      const document = new Mirror(encoder, 'q'.repeat(300) + text.slice(0, -1), { giantUnits: 8, runTokens: 2 })
      expect(document.edit(document.text.length, 0, text.slice(-1))).toBeNull()
      expect(document.edit(document.text.length - 1, 1, '')).toBeNull()
    }
  })

  it('closes no chunk whose last piece looked far beyond it', () => {
    // The newline's piece takes the blanks in as soon as another newline ends their run.
    const document = new Mirror(encoder, `xxxx\n${' '.repeat(9)}y and more`, { targetUnits: 2 })
    expect(document.edit(14, 0, '\n')).toBeNull()
    expect(document.edit(14, 1, '')).toBeNull()
  })

  it('stops at no old cut that the edit has made depend on text far beyond it', () => {
    const document = new Mirror(encoder, `xxxx${' '.repeat(9)}y and more`, { targetUnits: 2 })
    expect(document.edit(4, 0, '\n')).toBeNull()
    expect(document.edit(14, 0, '\n')).toBeNull()
    expect(document.edit(14, 1, '')).toBeNull()
  })

  it('follows typing and deleting at the end of the text', () => {
    const document = new Mirror(encoder, '')
    const text = "Don't say: it's <|endoftext|> 123456 \r\n\r\n  中文 😀 done"
    for (const unit of text.split('')) expect(document.edit(document.text.length, 0, unit)).toBeNull()
    expect(document.text).toBe(text)
    while (document.text) expect(document.edit(document.text.length - 1, 1, '')).toBeNull()
    expect(document.counter.total).toBe(0)
  })

  it('agrees with the reference after 400 edits of one document', () => {
    const oracle = get_encoding(encoding)
    const random = seededRandom(4)
    const document = new Mirror(encoder, randomText(random, 3000))
    for (let step = 0; step < 400; step++) {
      document.edit(...randomEdit(random, document.text))
      expect(document.counter.total).toBe(oracle.encode_ordinary(document.text).length)
    }
    oracle.free()
  })

  it('gives the tokens of any range as the whole text has them', () => {
    const random = seededRandom(5)
    for (let round = 0; round < 60; round++) {
      const document = new Mirror(encoder, randomText(random, 1500), randomOptions(random))
      for (let step = 0; step < 5; step++) document.edit(...randomEdit(random, document.text))
      const { text } = document
      const whole = encoder.tokenize(text)
      const start = pickInteger(random, text.length + 1)
      const end = start + pickInteger(random, text.length - start + 1)
      const part = document.counter.tokensBetween(start, end)
      const first = whole.ends.findIndex((unit) => unit > start)
      if (start === end || first < 0) continue
      expect(part.ids).toEqual(whole.ids.slice(first, first + part.ids.length))
      expect(part.ends).toEqual(whole.ends.slice(first, first + part.ids.length))
      expect(part.start).toBe(whole.ends[first - 1] ?? 0)
      expect(part.ends.at(-1)).toBeGreaterThanOrEqual(end)
    }
  })

  it('refuses an edit outside the text and stays as it was', () => {
    const counter = new IncrementalCounter(encoder)
    counter.setText('Say less.')
    const before = counter.total
    expect(() => counter.edit(10, 0, 'x')).toThrow(RangeError)
    expect(() => counter.edit(5, 5, 'x')).toThrow(RangeError)
    expect(() => counter.edit(-1, 0, 'x')).toThrow(RangeError)
    expect({ total: counter.total, text: counter.text }).toEqual({ total: before, text: 'Say less.' })
  })

  it('scans a digit run anew in one pass, although every piece after the edit moves', () => {
    const document = new Mirror(encoder, `n = ${'1234567890'.repeat(3000)} end. ${'word '.repeat(3000)}`)
    expect(document.edit(5, 0, '7')).toBeNull()
    expect(document.edit(5, 1, '')).toBeNull()
    expect(document.edit(100, 2000, '')).toBeNull()
  })
})

/** A counter with a plain string beside it, which is what it must agree with. */
class Mirror {
  text: string
  readonly counter: IncrementalCounter
  readonly #encoder: Encoder

  constructor(encoder: Encoder, text: string, options?: CounterOptions) {
    this.#encoder = encoder
    this.text = text
    this.counter = new IncrementalCounter(encoder, options)
    this.counter.setText(text)
  }

  /** Null when the counter agrees with a count of the whole text from scratch, in tokens, classes and text. */
  edit(at: number, deleteCount: number, insert: string): object | null {
    this.text = this.text.slice(0, at) + insert + this.text.slice(at + deleteCount)
    const total = this.counter.edit(at, deleteCount, insert)
    const expected = this.#encoder.features(this.text)
    const tokens = expected.subarray(0, -1).reduce((sum, value) => sum + value, 0)
    const isSame =
      total === tokens &&
      this.counter.length === this.text.length &&
      this.counter.features.every((value, index) => value === expected[index]) &&
      this.counter.text === this.text
    return isSame ? null : { at, deleteCount, insert, total, tokens }
  }
}

function randomOptions(random: () => number): CounterOptions {
  return { targetUnits: pick(random, [4, 16, 64, 256, 1024]), giantUnits: pick(random, [8, 32, 1024]), runTokens: 3 }
}

function randomEdit(random: () => number, text: string): [at: number, deleteCount: number, insert: string] {
  const at = pickInteger(random, text.length + 1)
  const kind = pickInteger(random, 10)
  const room = text.length - at
  if (kind < 4) return [at, 0, randomFragment(random)]
  if (kind < 7) return [at, Math.min(room, 1 + pickInteger(random, 4)), '']
  if (kind < 9) return [at, Math.min(room, pickInteger(random, 60)), randomFragment(random)]
  return [at, Math.min(room, pickInteger(random, 600)), randomText(random, 300)]
}

function randomLetters(random: () => number, length: number): string {
  let text = ''
  while (text.length < length) text += String.fromCharCode(97 + pickInteger(random, 26))
  return text
}

/** Newlines before long blanks, and Han letters or marks before long capitals: what follows the run decides it. */
function farLookingText(random: () => number): string {
  let text = ''
  while (text.length < 400) {
    const length = 1 + pickInteger(random, 24)
    text += pick(random, ['\n', '\r\n', '中', 'a\u0301', '\u0301', 'ʰ', '.', ''])
    text += pick(random, [' ', 'A', '\t', 'É', '\u00a0']).repeat(length)
    text += pick(random, ['', 'a', '\n', 'x ', '1', '中', "'s"])
  }
  return text
}

/** An index where one run of equal units ends and another begins: edits there change what earlier pieces saw. */
function runBorder(random: () => number, text: string): number {
  let at = pickInteger(random, text.length + 1)
  while (at > 0 && at < text.length && text[at] === text[at - 1]) at++
  return at
}
