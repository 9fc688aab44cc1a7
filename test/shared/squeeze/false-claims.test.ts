import { expect, it } from 'vitest'
import type { Message } from '../../../shared/domain/prompt.ts'
import { runSqueeze } from '../../../shared/squeeze/squeeze-flow.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { isSoak } from '../../support/soak.ts'
import { flowInput, flowPorts, type WorldAnswer } from './flow-bench.ts'
import { roughTokens } from './squeeze-bench.ts'

const SEEDS = isSoak ? 500 : 60

/** Short, and with some filler to cut, so that the flow has candidates to choose between. */
const messages: Message[] = [
  {
    role: 'system',
    template: [
      'Sort letters into two heaps. Never open a letter.',
      'People write letters about many things, and some of them are long and winding.',
      'Letters come in the morning and in the evening, by foot and on wheels.',
      'The house is old and made of brick, and the light falls in from the west.',
      'Answer with exactly one of these words: left, right.',
    ].join('\n\n'),
  },
  { role: 'user', template: 'Letter: {{letter}}' },
]

interface World {
  /** What the original scores on average. */
  readonly rate: number
  /** What every candidate scores more or less than the original, on average. */
  readonly shift: number
  /** Cost of a candidate ÷ the original's; null = what it has in tokens. */
  readonly costRatio: number | null
}

/** A whole squeeze in a world where answers are drawn at random: same prompt, same case, same answer. */
async function squeezeIn(world: World, seed: number, mode: 'frugal' | 'standard') {
  const original = messages.map(({ template }) => template).join('\n')
  const answer: WorldAnswer = (text, caseIndex) => {
    const isOriginal = text === original
    const random = seededRandom(`${seed} ${caseIndex} ${text}`)
    const rate = world.rate + (isOriginal ? 0 : world.shift)
    const cost = world.costRatio === null ? roughTokens(text) : isOriginal ? 100 : 100 * world.costRatio
    const costNanoUsd = Math.round(1000 * cost * (0.9 + 0.2 * random()))
    return { score: random() < rate ? 1 : 0, costNanoUsd }
  }
  const { view } = await runSqueeze(flowInput(messages, { mode, seed }), flowPorts(answer))
  return view
}

// Standard is the one that may look at several candidates on the hold-out; a squeeze of it takes some ten times as long.
const MODES = [
  ['frugal', SEEDS],
  ['standard', isSoak ? 100 : 6],
] as const

it.each(MODES)(
  'the same quality and the same cost, %s: "proven cheaper" in at most 5 per cent of %i squeezes',
  {
    timeout: 1_800_000,
  },
  async (mode, seeds) => {
    let proven = 0
    for (let seed = 0; seed < seeds; seed++) {
      const view = await squeezeIn({ rate: 0.8, shift: 0, costRatio: 1 }, seed, mode)
      if (view.proof === 'proven' && view.verdict?.kind === 'not-worse-and-cheaper') proven += 1
    }
    tell(`A/A, ${mode}: ${proven} of ${seeds} proven`)
    expect(proven).toBeLessThanOrEqual(0.05 * seeds)
  },
)

it.each(MODES)(
  'cheaper, and worse by just the margin, %s: "proven" in at most 5 per cent of %i squeezes',
  {
    timeout: 1_800_000,
  },
  async (mode, seeds) => {
    let proven = 0
    for (let seed = 0; seed < seeds; seed++) {
      const view = await squeezeIn({ rate: 0.8, shift: -0.03, costRatio: null }, seed, mode)
      if (view.proof === 'proven') proven += 1
    }
    tell(`Worse by the margin, ${mode}: ${proven} of ${seeds} proven`)
    expect(proven).toBeLessThanOrEqual(0.05 * seeds)
  },
)

/** The counts of the long form, for README. */
function tell(line: string): void {
  if (isSoak) process.stdout.write(`${line}\n`)
}

it('a real saving without loss is proven where answers do not scatter', async () => {
  const view = await squeezeIn({ rate: 1, shift: 0, costRatio: null }, 1, 'standard')
  expect(view.verdict?.kind).toBe('not-worse-and-cheaper')
  expect(view.proof).toBe('proven')
  expect(view.callsUsed).toBeLessThanOrEqual(1300)
})

it('calls stay within the mode’s limit, whatever happens', async () => {
  for (const mode of ['frugal', 'standard'] as const) {
    const view = await squeezeIn({ rate: 0.5, shift: -0.1, costRatio: null }, 7, mode)
    expect(view.callsUsed).toBeLessThanOrEqual(mode === 'frugal' ? 300 : 1300)
  }
})
