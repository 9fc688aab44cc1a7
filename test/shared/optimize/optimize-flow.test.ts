import { expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import { type OptimizeInput, runOptimize } from '../../../shared/optimize/optimize-flow.ts'
import type { SqueezePorts } from '../../../shared/squeeze/squeeze-ports.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { isSoak } from '../../support/soak.ts'
import { flowInput, flowPorts, type WorldAnswer } from '../squeeze/flow-bench.ts'
import { roughTokens } from '../squeeze/squeeze-bench.ts'

const SEEDS = isSoak ? 500 : 40

const things = 'ferns bells coins maps lamps kites nails shells drums stamps ropes seeds clocks flutes'.split(' ')
/** Of the fourteen paragraphs, those that cases need: a third of the cases each. */
const needed = ['maps', 'drums', 'clocks']
const messages: Message[] = [
  {
    role: 'system',
    template: [
      'Sort letters into two heaps.',
      ...things.map(
        (thing) =>
          `Letters about ${thing} arrive from old houses near the river, in blue paper and with long greetings.`,
      ),
    ].join('\n\n'),
  },
  { role: 'user', template: 'Letter: {{letter}}' },
]

function inputOf(seed: number, mode: OptimizeInput['spec']['mode'], more: Partial<OptimizeInput['spec']> = {}) {
  return flowInput(messages, { mode, seed, mayAddRules: false, maxPromptTokens: null, ...more })
}

/** Right only where the paragraph that the case needs is there; costs what the text has in tokens. */
const needy: WorldAnswer = (text, caseIndex) => ({
  score: text.includes(needed[caseIndex % needed.length] ?? '') ? 1 : 0,
  costNanoUsd: 1000 * roughTokens(text),
})

it('comes near the known optimum within the budget, over seeds', async () => {
  const whole = needy(messages.map(({ template }) => template).join('\n'), 0).costNanoUsd
  let near = 0
  for (let seed = 0; seed < 10; seed++) {
    const { view, winner } = await runOptimize(inputOf(seed, 'heavy'), flowPorts(needy))
    expect(view.callsUsed).toBeLessThanOrEqual(2000)
    const text = (winner?.messages ?? messages).map(({ template }) => template).join('\n')
    // Never at the price of a case: what is needed stays, and the hold-out proves it.
    for (const thing of needed) expect(text).toContain(thing)
    expect(view.proof).toBe('proven')
    // The optimum has three of fourteen paragraphs; near is at most three more.
    const kept = things.filter((thing) => text.includes(thing)).length
    expect(needy(text, 0).costNanoUsd).toBeLessThan(whole)
    if (kept <= needed.length + 3) near += 1
  }
  expect(near).toBeGreaterThanOrEqual(7)
}, 120_000)

it('takes the same way again for the same seed, and another one for another', async () => {
  const [first, again, other] = await Promise.all(
    [3, 3, 4].map(async (seed) => (await runOptimize(inputOf(seed, 'light'), flowPorts(needy))).view),
  )
  expect(again).toEqual(first)
  expect(other?.arms).not.toEqual(first?.arms)
})

it(`the same quality and the same cost: "proven" in at most 5 % of ${SEEDS} optimizations`, async () => {
  let proven = 0
  for (let seed = 0; seed < SEEDS; seed++) {
    const chance: WorldAnswer = (text, caseIndex) => {
      const random = seededRandom(`${seed} ${caseIndex} ${text}`)
      return { score: random() < 0.8 ? 1 : 0, costNanoUsd: Math.round(100_000 * (0.9 + 0.2 * random())) }
    }
    const { view } = await runOptimize(inputOf(seed, 'medium'), flowPorts(chance))
    if (view.proof === 'proven') proven += 1
  }
  expect(proven).toBeLessThanOrEqual(0.05 * SEEDS)
}, 600_000)

it(`cheaper, and worse by just the margin: "proven" in at most 5 % of ${SEEDS} optimizations`, async () => {
  const original = messages.map(({ template }) => template).join('\n')
  let proven = 0
  for (let seed = 0; seed < SEEDS; seed++) {
    const worse: WorldAnswer = (text, caseIndex) => ({
      score: seededRandom(`${seed} ${caseIndex} ${text}`)() < (text === original ? 0.8 : 0.77) ? 1 : 0,
      costNanoUsd: 1000 * roughTokens(text),
    })
    const { view } = await runOptimize(inputOf(seed, 'heavy'), flowPorts(worse))
    if (view.proof === 'proven') proven += 1
  }
  expect(proven).toBeLessThanOrEqual(0.05 * SEEDS)
}, 600_000)

it('a part says more than it did only with consent; without it the gate’s word is kept', async () => {
  const answer: WorldAnswer = (text) => ({ score: text.includes('saltwater') ? 1 : 0, costNanoUsd: 1000 })
  const complete: SqueezePorts['complete'] = async ({ user }) => {
    if (!user.includes('"failing_cases"')) return null
    const { segments } = JSON.parse(user) as { segments: { segment_id: string; text: string }[] }
    const [first] = segments
    const edit = {
      segment_id: first?.segment_id,
      new_text: `${first?.text} Letters on saltwater must always go left.`,
      reason: 'x',
    }
    return JSON.stringify({ edits: [edit], restore: [], reason: '' })
  }
  const refused = await runOptimize(inputOf(1, 'light'), flowPorts(answer, complete))
  expect(refused.view.edits.filter(({ kind }) => kind === 'new-rule')).toEqual([])
  expect(refused.view.rejected.some(({ kind }) => kind === 'clarify')).toBe(true)
  expect(JSON.stringify(refused.winner?.messages ?? '')).not.toContain('saltwater')
  const allowed = await runOptimize(inputOf(1, 'light', { mayAddRules: true }), flowPorts(answer, complete))
  expect(allowed.view.edits.some(({ kind }) => kind === 'new-rule')).toBe(true)
  expect(JSON.stringify(allowed.winner?.messages)).toContain('saltwater')
})
