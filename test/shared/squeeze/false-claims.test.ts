import { expect, it } from 'vitest'
import { CaseId, ModelId, VariantId } from '../../../shared/domain/ids.ts'
import type { Message } from '../../../shared/domain/prompt.ts'
import { runSqueeze } from '../../../shared/squeeze/squeeze-flow.ts'
import type { CaseResult, SqueezeCase } from '../../../shared/squeeze/squeeze-ports.ts'
import { seededRandom } from '../../../shared/stats/seeded-random.ts'
import { isSoak } from '../../support/soak.ts'
import { readRough, roughTokens } from './squeeze-bench.ts'

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

function casesOf(count: number, from: number): SqueezeCase[] {
  return Array.from({ length: count }, (_, index) => ({
    index: from + index,
    caseId: CaseId.parse(`case-${from + index}`),
    position: from + index + 1,
    expected: null,
    cluster: `case-${from + index}`,
    text: '',
  }))
}

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
  const prompt = readRough(messages)
  const original = JSON.stringify(prompt.messages.map(({ template }) => template))
  const { view } = await runSqueeze(
    {
      prompt,
      spec: {
        variantId: VariantId.parse('v'),
        modelId: ModelId.parse('test/model'),
        mode,
        seed,
        frozenSegmentIds: [],
        ledger: null,
        mayChangeFormat: true,
      },
      rule: { margin: 0.03, alpha: 0.05, criticalAssertions: [] },
      isSimulation: false,
      hasUncalibratedJudge: false,
      cost: { price: null, cacheProfile: null },
      development: casesOf(60, 0),
      holdOut: casesOf(100, 60),
      looksBefore: 0,
    },
    {
      complete: async () => null,
      evaluate: async (calls) =>
        calls.map(({ messages: asked, caseIndex }): CaseResult => {
          const text = asked.map(({ template }) => template).join('\n')
          const isOriginal = JSON.stringify(asked.map(({ template }) => template)) === original
          const random = seededRandom(`${seed} ${caseIndex} ${text}`)
          const rate = world.rate + (isOriginal ? 0 : world.shift)
          const promptTokens = roughTokens(text)
          const costNanoUsd = Math.round(
            1000 *
              (world.costRatio === null ? promptTokens : isOriginal ? 100 : 100 * world.costRatio) *
              (0.9 + 0.2 * random()),
          )
          return {
            score: random() < rate ? 1 : 0,
            costNanoUsd,
            promptTokens,
            outputTokens: 1,
            output: '',
            critical: new Map(),
          }
        }),
      report: () => undefined,
      isStopAsked: () => false,
      signal: new AbortController().signal,
    },
  )
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
