import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { documentReaders } from '../../../electron/core/documents/document-readers.ts'
import { createJsonValidator } from '../../../electron/core/json/validate-json.ts'
import { porterStem } from '../../../shared/score/porter-stem.ts'
import { scorers } from '../../../shared/score/registry.ts'

const lent = { validateJson: createJsonValidator(), documents: documentReaders }
const meteor = scorers.get('meteor')

function scoreOf(output: string, value: string, options: object = {}) {
  return meteor.score({ output, value, options: meteor.options.parse(options) }, lent)
}

it('gives the scores of promptfoo for 400 seeded pairs of sentences', async () => {
  // Made by test/support/promptfoo-verdicts.mjs.
  const file = new URL('../../fixtures/scorers/promptfoo-meteor.json', import.meta.url)
  const rows: [string, string, number][] = JSON.parse(readFileSync(file, 'utf8'))
  const differing: unknown[] = []
  for (const [output, value, theirs] of rows) {
    const { score: ours } = await scoreOf(output, value)
    if (!(Math.abs(ours - theirs) < 1e-9)) differing.push({ output, value, ours, theirs })
  }
  expect(differing).toEqual([])
  // Scores of all sizes: had no word met another, this would prove nothing.
  expect(new Set(rows.map(([, , score]) => score)).size).toBeGreaterThan(150)
})

it('finds words of the same meaning, which neither letters nor stems tell', async () => {
  const { score } = await scoreOf('a big dog', 'a large hound')
  expect(score).toBeGreaterThan((await scoreOf('a big dog', 'a wet house')).score)
})

it('takes the best of several references', async () => {
  const { score } = await scoreOf('the cat sat', 'nothing alike', { references: ['the cat sat'] })
  expect(score).toBe((await scoreOf('the cat sat', 'the cat sat')).score)
})

it('refuses an empty output, as promptfoo does, and one that is too long', async () => {
  await expect(async () => await scoreOf('', 'a')).rejects.toThrow('no output')
  await expect(async () => await scoreOf('a '.repeat(500_001), 'a')).rejects.toThrow('1,000,000 characters')
})

it.each([
  ['caresses', 'caress'],
  ['agreed', 'agre'],
  ['motoring', 'motor'],
  ['happy', 'happi'],
  ['relational', 'relat'],
  ['hopefulness', 'hope'],
  ['falling', 'fall'],
  ['controlling', 'control'],
  ['ed', 'ed'],
  ['x'.repeat(300_000), 'x'.repeat(300_000)],
])('%.12s has the stem of Porter', (word, stem) => {
  expect(porterStem(word)).toBe(stem)
})
