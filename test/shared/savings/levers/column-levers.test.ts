import { describe, expect, test } from 'vitest'
import { allSteps } from '../../../../shared/all-steps.ts'
import type { LeverCard } from '../../../../shared/domain/savings.ts'
import { findLevers } from '../../../../shared/savings/levers/find-levers.ts'
import { levers } from '../../../../shared/savings/levers/registry.ts'
import { planCost } from '../../../../shared/savings/plan-cost.ts'
import { todaysCalls } from '../../../../shared/savings/planned-call.ts'
import type { SavingsInput } from '../../../../shared/savings/savings-input.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { must } from '../../../support/must.ts'
import { savingsWorld, type WorldColumn } from '../../../support/savings-world.ts'

const MODEL = 'anthropic/claude-opus-5-5'

function cardOf(input: SavingsInput, id: string): LeverCard['finding'] {
  return must(allSteps(findLevers(input, [levers.get(id)])).cards[0]).finding
}

function column(variant: string, rest: Partial<WorldColumn>): WorldColumn {
  return { variant, model: MODEL, answer: () => ({ input: 1000, output: 100, score: 1 }), ...rest }
}

const example = { kind: 'example', label: 'Example', messageIndex: 0, tokens: 100 }

describe('a lever that another column of the run shows', () => {
  test('fewer examples: the cheapest number that is not worse, with the curve over all', () => {
    const withExamples = (variant: string, count: number, score: number) =>
      column(variant, {
        template: `${variant} {{question}}`,
        tokens: { parts: Array.from({ length: count }, () => example) },
        answer: (at) => ({ input: 500 + count * 100, output: 20, score: at % 50 === 0 ? 0 : score }),
      })
    const input = savingsWorld({
      cases: 150,
      columns: [withExamples('A', 5, 1), withExamples('B', 2, 1), withExamples('C', 0, 0)],
    })
    const found = cardOf(input, 'example-count')
    expect(found).toMatchObject({ kind: 'estimate', choice: '2 examples instead of 5 (B)' })
    const points = found.kind === 'estimate' ? must(found.curves[0]).series[0]?.points.map(({ x }) => x) : []
    expect(points).toEqual([0, 2, 5])
  })

  test('lower effort: reasoning is in the bill', () => {
    const at = (effort: 'high' | 'low', output: number) =>
      column(effort, { parameters: { effort }, answer: () => ({ input: 100, output, score: 1 }) })
    const input = savingsWorld({ cases: 300, columns: [at('high', 900), at('low', 200)] })
    expect(cardOf(input, 'effort')).toMatchObject({
      kind: 'estimate',
      choice: 'Effort low instead of high',
      quality: { verdict: 'not-worse-and-cheaper' },
    })
  })

  test('stays undecided where critical assertions, which it does not look at, are part of the rule', () => {
    const at = (effort: 'high' | 'low', output: number) =>
      column(effort, { parameters: { effort }, answer: () => ({ input: 100, output, score: 1 }) })
    const plain = savingsWorld({ cases: 300, columns: [at('high', 900), at('low', 200)] })
    const rule = { ...plain.rule, criticalAssertions: ['no-harm'] }
    expect(cardOf({ ...plain, rule }, 'effort')).toMatchObject({
      quality: {
        verdict: 'cheaper-undecided',
        isProven: false,
        sentence: expect.stringContaining('Critical assertions are not looked at here'),
      },
    })
  })

  test('shares the level among all that are compared', () => {
    const at = (effort: 'high' | 'medium' | 'low', output: number) =>
      column(effort, { parameters: { effort }, answer: () => ({ input: 100, output, score: 1 }) })
    const found = (columns: readonly WorldColumn[]) => cardOf(savingsWorld({ cases: 300, columns }), 'effort')
    expect(found([at('high', 900), at('low', 200)])).toMatchObject({
      quality: { sentence: expect.stringContaining('95 %') },
    })
    expect(found([at('high', 900), at('medium', 500), at('low', 200)])).toMatchObject({
      quality: { sentence: expect.stringContaining('97.5 %') },
      method: expect.stringContaining('2 compared'),
    })
  })

  test('structured output: the schema’s tokens are told, and may cost money', () => {
    const schema = { type: 'object' }
    const input = savingsWorld({
      cases: 80,
      columns: [
        column('A', { answer: () => ({ input: 100, output: 20, score: 1 }) }),
        column('B', {
          parameters: { responseSchema: schema },
          tokens: { schema: 300 },
          answer: () => ({ input: 400, output: 20, score: 1 }),
        }),
      ],
    })
    const found = cardOf(input, 'structured-output')
    expect(found).toMatchObject({ kind: 'estimate', notes: ['The schema takes about 300 tokens of every call.'] })
    expect(found.kind === 'estimate' && found.savedNanoUsd).toBeLessThan(0)
  })

  test('less context: columns with a number are put along an axis', () => {
    const withContext = (variant: string, k: number, score: number) =>
      column(variant, { template: `{{ctx_k${k}}} {{question}}`, answer: () => ({ input: 100 * k, output: 20, score }) })
    const input = savingsWorld({
      cases: 80,
      columns: [withContext('A', 10, 1), withContext('B', 3, 0.99), withContext('C', 1, 0)],
    })
    expect(cardOf(input, 'context-size')).toMatchObject({
      kind: 'estimate',
      choice: 'B, which fills in 3 pieces of context',
      curves: [
        {
          series: [{ name: 'Measured' }, { name: 'Knee', points: [{ x: 3 }] }, { name: 'Chosen' }],
          note: expect.stringContaining('The knee is at 3: with less the score falls fast'),
        },
      ],
    })
  })

  test('context only where it helps: learned by tag, judged out of fold', () => {
    const input = savingsWorld({
      cases: 300,
      tagOf: (at) => (at % 2 === 0 ? 'facts' : 'chat'),
      columns: [
        column('A', { template: '{{context}} {{question}}', answer: () => ({ input: 2000, output: 20, score: 1 }) }),
        column('B', {
          template: '{{question}}',
          answer: (at) => ({ input: 100, output: 20, score: at % 2 === 0 ? 0 : 1 }),
        }),
      ],
    })
    expect(cardOf(input, 'retrieval-gating')).toMatchObject({
      kind: 'estimate',
      choice: 'No {{context}} in 50 % of the calls',
      quality: { verdict: 'not-worse-and-cheaper' },
      notes: ['Learned on all cases, the rule leaves it out for chat and keeps it for facts.'],
    })
  })
})

test('unused tools: those that no answer called, and what is not known of them', () => {
  const tool = (name: string) => ({ name, description: 'A tool that does something', parameters: null })
  const input = savingsWorld({
    cases: 30,
    columns: [
      column('A', {
        parameters: { tools: [tool('look_up'), tool('send')] },
        tokens: { tools: 200, prompt: 1000 },
        answer: () => ({ input: 1000, output: 20, toolNames: ['send'] }),
      }),
    ],
  })
  const found = cardOf(input, 'unused-tools')
  expect(found).toMatchObject({
    kind: 'estimate',
    quality: { kind: 'not-measured' },
    notes: [
      'look_up: 102 tokens of every call, called in none of 30 answers.',
      'send: 98 tokens of every call, called in 100.0 % of 30 answers.',
    ],
    actions: [{ kind: 'drop-tools', tools: ['look_up'] }],
  })
})

describe('tools', () => {
  const tool = (name: string) => ({ name, description: 'A tool that does something', parameters: null })
  const both = column('A', {
    parameters: { tools: [tool('look_up'), tool('send')] },
    tokens: { tools: 200, prompt: 1000 },
    answer: (at) => ({ input: 1000, output: 20, score: 1, toolNames: at === 0 ? ['look_up', 'send'] : ['send'] }),
  })
  const without = (name: string, kept: string) =>
    column(name, {
      parameters: { tools: [tool(kept)] },
      answer: () => ({ input: 900, output: 20, score: 1, toolNames: [] }),
    })

  test('that some answer calls are told with their tokens and use, and a rare one can be tried without', () => {
    expect(cardOf(savingsWorld({ cases: 40, columns: [both] }), 'unused-tools')).toMatchObject({
      kind: 'no-data',
      missing: expect.stringContaining('look_up: 102 tokens of every call, called in 2.5 % of 40 answers.'),
      actions: [{ kind: 'drop-tools', tools: ['look_up'] }],
    })
  })

  test('are measured by a variant that differs only in them', () => {
    const input = savingsWorld({ cases: 80, columns: [both, without('B', 'send')] })
    const found = cardOf(input, 'unused-tools')
    expect(found).toMatchObject({ kind: 'estimate', choice: 'Without look_up (B)', quality: { kind: 'verdict' } })
    const saved = found.kind === 'estimate' ? (found.savedNanoUsd ?? 0) : 0
    // $5 and $25 per million: 100 of 1,000 input tokens are saved, and the output stays.
    expect(saved / must(planCost(input, todaysCalls(input)).monthNanoUsd)).toBeCloseTo(500 / 5500, 6)
  })

  test('that no answer calls are not judged by a variant that keeps them', () => {
    const unused = { ...both, answer: () => ({ input: 1000, output: 20, score: 1, toolNames: ['send'] }) }
    const found = cardOf(savingsWorld({ cases: 80, columns: [unused, without('B', 'look_up')] }), 'unused-tools')
    expect(found).toMatchObject({ choice: 'Without look_up: about 102 tokens less per call' })
  })

  test('say nothing where nothing is answered', () => {
    const silent = { ...both, answer: () => null }
    expect(cardOf(savingsWorld({ cases: 5, columns: [silent] }), 'unused-tools')).toMatchObject({
      kind: 'no-data',
      remedy: 'Finish the run.',
    })
  })
})

test('unused tools that the cache holds are saved at the price of a cached token', () => {
  const tool = (name: string) => ({ name, description: 'A tool that does something', parameters: null })
  const savedWith = (parameters: WorldColumn['parameters']) => {
    const one = column('A', {
      parameters: { tools: [tool('left'), tool('used')], ...parameters },
      tokens: { tools: 1000, prompt: 5000, markedPrefix: 4000 },
      answer: () => ({ input: 5000, output: 20, toolNames: ['used'] }),
    })
    const found = cardOf(savingsWorld({ cases: 5, callsPerDay: 1e6, columns: [one] }), 'unused-tools')
    return found.kind === 'estimate' ? (found.savedNanoUsd ?? 0) : 0
  }
  const prices = must(savingsWorld({ cases: 1, columns: [column('A', {})] }).columns[0]?.price).prices
  // At a million calls a day nearly all hit.
  expect(savedWith({ cache: 'prefix' }) / savedWith({})).toBeCloseTo(must(prices.cacheRead) / prices.input, 3)
})

test('a squeeze takes its tokens off the prompt, not its share of the templates', () => {
  const one = column('A', { tokens: { prompt: 4000 }, answer: () => ({ input: 4000, output: 0 }) })
  const plain = savingsWorld({ cases: 5, columns: [one] })
  const squeeze = {
    variantId: must(plain.columns[0]).variantId,
    winnerVariantId: null,
    modelId: must(plain.columns[0]).modelId,
    isFinished: true,
    promptTokensBefore: 400,
    promptTokensAfter: 200,
    verdict: null,
    isExamplesOnly: false,
  }
  const found = cardOf({ ...plain, squeezes: [squeeze] }, 'prompt-compression')
  expect(found).toMatchObject({ kind: 'estimate', method: expect.stringContaining('less the 200 tokens') })
  const saved = found.kind === 'estimate' ? (found.savedNanoUsd ?? 0) : 0
  expect(saved / must(planCost(plain, todaysCalls(plain)).monthNanoUsd)).toBeCloseTo(200 / 4000, 6)

  // One that cut only examples is another lever's.
  const examples = savingsWorld({ cases: 5, columns: [{ ...one, tokens: { prompt: 4000, parts: [example] } }] })
  const ofExamples = { ...examples, squeezes: [{ ...squeeze, isExamplesOnly: true }] }
  expect(cardOf(ofExamples, 'prompt-compression')).toMatchObject({ kind: 'no-data' })
  expect(cardOf(ofExamples, 'example-count')).toMatchObject({
    kind: 'estimate',
    choice: 'The prompt squeezed to fewer examples: 200 instead of 400 tokens',
    savedNanoUsd: saved,
  })
})

test('the response cache’s curve says at a day what its card says, in whatever order variables stand', () => {
  const plain = savingsWorld({ cases: 10, callsPerDay: 1000, columns: [column('A', {})] })
  const cases = plain.cases.map((one, at) =>
    at === 0 ? { ...one, variables: { a: '1', b: '2' } } : at === 1 ? { ...one, variables: { b: '2', a: '1' } } : one,
  )
  const found = cardOf({ ...plain, cases }, 'response-cache')
  const chosen = found.kind === 'estimate' ? found.curves[0]?.series.find(({ role }) => role === 'chosen') : undefined
  // A fifth of 1,000 calls a day repeats one key; eight keys came once.
  expect(chosen?.points[0]?.y).toBeCloseTo(0.2 * (200 / 201), 6)
  expect(found).toMatchObject({ choice: expect.stringContaining('19.9 %') })
  expect(cardOf({ ...plain, cases }, 'deduplication')).toMatchObject({ choice: '10.0 % of the calls are not made' })
})

describe('a response cache by recorded times', () => {
  const plain = savingsWorld({ cases: 10, callsPerDay: 1000, columns: [column('A', {})] })
  const repeating = plain.cases.map((one, at) => ({ ...one, variables: { q: at < 6 ? at % 2 : at } }))
  const poisson = (count: number) => {
    const random = seededRandom('arrivals')
    let timeMs = 0
    return Array.from({ length: count }, () => {
      timeMs -= Math.log1p(-random()) * 86_400
      return timeMs
    })
  }
  const hitsOf = (change: Partial<typeof plain>) => {
    const found = cardOf({ ...plain, ...change }, 'response-cache')
    if (found.kind !== 'estimate') throw new Error(JSON.stringify(found))
    return { found, points: must(found.curves[0]?.series[0]).points.map(({ y }) => y) }
  }

  test('agrees with the formula within 1 % where calls come at random', () => {
    const timesMs = poisson(50_000)
    const byFormula = hitsOf({ cases: repeating })
    const replayed = hitsOf({
      cases: repeating,
      arrivals: { label: 'the log', timesMs, keys: timesMs.map(() => null) },
    })
    for (const [at, wanted] of byFormula.points.entries()) {
      // Below 600 s the hits of a key are too few for 1 % of them to be seen.
      if (at > 1) expect(Math.abs((replayed.points[at] ?? 0) / wanted - 1)).toBeLessThan(0.01)
    }
    expect(Math.abs(replayed.found.savedNanoUsd / byFormula.found.savedNanoUsd - 1)).toBeLessThan(0.01)
    expect(replayed.found.method).toContain('the times of the log')
    expect(byFormula.found.method).toContain('as the profile has it')
  })

  test('takes what was asked from the log where it tells, and offers nothing where nothing came twice', () => {
    const timesMs = Array.from({ length: 200 }, (_, at) => at * 60_000)
    const arrivals = { label: 'the log', timesMs, keys: timesMs.map((_, at) => at % 4) }
    const { found } = hitsOf({ arrivals })
    expect(found.choice).toContain('98.0 %')
    const once = cardOf({ ...plain, arrivals: { ...arrivals, keys: timesMs.map((_, at) => at) } }, 'response-cache')
    expect(once).toMatchObject({ kind: 'no-data', missing: expect.stringContaining('no call of the usage logs') })
  })
})

describe('prompt caching', () => {
  const caching = (tokens: WorldColumn['tokens'], callsPerDay = 10_000) =>
    cardOf(
      savingsWorld({
        cases: 10,
        callsPerDay,
        columns: [column('A', { tokens: { prompt: 3000, ...tokens }, answer: () => ({ input: 3000, output: 10 }) })],
      }),
      'prompt-caching',
    )

  test('is offered with the lifetime that costs least, and sets it in a copy of the variant', () => {
    expect(caching({ markedPrefix: 2500 })).toMatchObject({
      kind: 'estimate',
      actions: [{ kind: 'set-cache', cacheTtl: '5m' }],
    })
    expect(caching({ markedPrefix: 2500 }, 60)).toMatchObject({
      kind: 'estimate',
      actions: [{ kind: 'set-cache', cacheTtl: '1h' }],
    })
  })

  test('says why nothing can be cached: too short, or changing with every case', () => {
    expect(caching({ markedPrefix: 200 })).toMatchObject({
      kind: 'no-data',
      missing: expect.stringContaining('caches from 512'),
    })
    expect(caching({ markedPrefix: 0, stablePrefix: 40, prefixEndsAt: 'today' })).toMatchObject({
      kind: 'no-data',
      missing: expect.stringContaining('{{today}}'),
    })
  })

  test('is not offered where hardly a call would find anything', () => {
    expect(caching({ markedPrefix: 2500 }, 2)).toMatchObject({ kind: 'no-data' })
  })

  test('is taken back where the variant asks for it and every call pays for writing', () => {
    const one = column('A', {
      parameters: { cache: 'prefix' },
      tokens: { prompt: 3000, markedPrefix: 2500 },
      answer: () => ({ input: 3000, output: 10 }),
    })
    const found = cardOf(savingsWorld({ cases: 10, callsPerDay: 2, columns: [one] }), 'prompt-caching')
    expect(found).toMatchObject({ choice: 'No longer ask for the cache', actions: [{ cache: 'none', cacheTtl: null }] })
    expect(found.kind === 'estimate' ? found.savedNanoUsd : 0).toBeGreaterThan(0)
  })

  test('of a provider that caches by itself is a matter of what stands first', () => {
    const input = savingsWorld({
      cases: 10,
      columns: [
        {
          variant: 'A',
          model: 'openai/gpt-5.4',
          tokens: {
            prompt: 4000,
            stablePrefix: 30,
            prefixEndsAt: 'date',
            ifMoved: [{ variable: 'date', tokens: 3500 }],
          },
          answer: () => ({ input: 4000, output: 10 }),
        },
      ],
    })
    expect(cardOf(input, 'prompt-caching')).toMatchObject({
      kind: 'estimate',
      choice: 'Move {{date}} behind the fixed text: 3,500 tokens instead of 30 tokens can be cached',
      notes: [expect.stringContaining('{{date}} changes with every call'), expect.any(String)],
    })
  })
})

test('what the user assumes is asked anew only of the levers that rest on it', () => {
  const input = savingsWorld({ cases: 20, columns: [column('A', {})] })
  const asked: string[] = []
  const watching = levers.all.map((lever) => ({
    ...lever,
    find: (given: SavingsInput) => {
      asked.push(lever.id)
      return lever.find(given)
    },
  }))
  const settled = new Map()
  for (const waitRatio of [null, 0.5]) {
    const assumptions = { ...input.assumptions, waitRatio }
    allSteps(findLevers({ ...input, assumptions }, watching, settled))
  }
  expect(asked.filter((id) => id === 'effort')).toHaveLength(1)
  expect(asked.filter((id) => id === 'batch')).toHaveLength(2)
})
