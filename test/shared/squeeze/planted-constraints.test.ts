import { describe, expect, it } from 'vitest'
import type { SqueezeEdit } from '../../../shared/domain/squeeze.ts'
import { composeEdits } from '../../../shared/squeeze/apply-changes.ts'
import { cutEdits, trimEdits } from '../../../shared/squeeze/candidates/cut-edits.ts'
import { editOf } from '../../../shared/squeeze/candidates/edit-of.ts'
import { shorterExamples } from '../../../shared/squeeze/candidates/example-edits.ts'
import { formatEdits } from '../../../shared/squeeze/candidates/format-edits.ts'
import { headingEdits } from '../../../shared/squeeze/candidates/heading-edits.ts'
import { losslessEdits } from '../../../shared/squeeze/candidates/lossless-edits.ts'
import { checkGates } from '../../../shared/squeeze/gates/check-gates.ts'
import type { SqueezePrompt } from '../../../shared/squeeze/read-squeeze-prompt.ts'
import { type Random, seededRandom } from '../../../shared/stats/seeded-random.ts'
import { lostOf, plantedPrompts } from '../../fixtures/squeeze/planted-prompts.ts'
import { isSoak } from '../../support/soak.ts'
import { gatesOf, readRough, roughTokens } from './squeeze-bench.ts'

const CARELESS_TRIES = isSoak ? 120 : 14
const COMBINATIONS = isSoak ? 200 : 34

it('the corpus has 36 prompts of 200 to 4,000 tokens in three languages, and every planted item is found in it', () => {
  const sizes = plantedPrompts.map(({ messages }) => roughTokens(messages.map(({ template }) => template).join('\n')))
  expect(plantedPrompts.length).toBe(36)
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(200)
  expect(Math.max(...sizes)).toBeLessThanOrEqual(4000)
  expect(new Set(plantedPrompts.map(({ language }) => language)).size).toBe(3)
  expect(plantedPrompts.flatMap((prompt) => lostOf(prompt, prompt.messages))).toEqual([])
})

describe('nothing planted is lost in what the gates accept, and something is saved:', () => {
  const counts = { accepted: 0, refused: 0 }
  const perLanguage = { en: 0, de: 0, fr: 0 }
  const prompts = plantedPrompts.map((planted) => [planted.name, planted] as const)
  it.each(prompts)('%s', { timeout: 120_000 }, async (name, planted) => {
    const prompt = readRough(planted.messages)
    const random = seededRandom(name)
    const accepted: SqueezeEdit[] = []
    const proposed = [
      ...(await losslessEdits(prompt, new AbortController().signal)),
      ...cutEdits(prompt),
      ...trimEdits(prompt),
      ...headingEdits(prompt),
      ...shorterExamples(prompt),
      ...formatEdits(prompt, { labels: [] }),
      ...carelessRewrites(prompt, random),
    ]
    function judge(edits: readonly SqueezeEdit[]): boolean {
      if (edits.length === 0) return false
      const isAccepted = checkGates(prompt, edits, gatesOf(prompt)).length === 0
      counts[isAccepted ? 'accepted' : 'refused'] += 1
      if (isAccepted) perLanguage[planted.language] += 1
      if (isAccepted) expect(lostOf(planted, composeEdits(prompt, edits).messages)).toEqual([])
      return isAccepted
    }
    for (const edit of proposed) if (judge([edit])) accepted.push(edit)
    for (let round = 0; round < COMBINATIONS; round++)
      judge(accepted.filter(() => random() < 0.2 + 0.6 * (round / COMBINATIONS)))
    const { messages } = composeEdits(prompt, accepted)
    const size = (list: typeof messages) => roughTokens(list.map(({ template }) => template).join('\n'))
    expect(size(messages)).toBeLessThan(0.9 * size(planted.messages))
  })

  it('at least 1,000 candidates were accepted, and careless ones were refused', () => {
    expect(counts.accepted).toBeGreaterThanOrEqual(1000)
    expect(counts.refused).toBeGreaterThanOrEqual(150)
    // A third of the corpus each, with some room: no language is proven by the others.
    expect(Math.min(...Object.values(perLanguage))).toBeGreaterThanOrEqual(300)
  })
})

/** What a bad model does: leaves words out at random, drops negations, changes numbers, cuts sentences off. */
function carelessRewrites(prompt: SqueezePrompt, random: Random): SqueezeEdit[] {
  return Array.from({ length: CARELESS_TRIES }).flatMap((_, number) => {
    // Every other one is aimed at a rule.
    const from = number % 2 === 0 ? prompt.segments : prompt.segments.filter(({ ledgerIds }) => ledgerIds.length > 0)
    const segment = from[Math.floor(random() * from.length)]
    if (!segment || segment.kind === 'slot') return []
    const { messageIndex, start, end, text, id } = segment
    const edit = editOf(prompt, {
      id: `careless-${number}`,
      kind: 'rewrite',
      risk: 'R2',
      label: 'Careless',
      reason: 'A test.',
      segmentIds: [id],
      changes: [{ messageIndex, start, end, replacement: spoil(text, random) }],
    })
    return edit ? [edit] : []
  })
}

function spoil(text: string, random: Random): string {
  const way = Math.floor(random() * 5)
  if (way === 0) return text.replace(/\b(?:never|not|no|nicht|niemals|keine?|ne|pas|jamais)\b ?/i, '')
  if (way === 1) return text.replace(/\d+/, (digits) => `${digits}0`)
  if (way === 2) return text.replace(/[.!?] .*$/s, '.')
  const share = random() * 0.4
  return text
    .split(' ')
    .filter(() => random() >= share)
    .join(' ')
}
