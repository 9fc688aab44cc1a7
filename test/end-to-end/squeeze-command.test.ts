import { writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it, onTestFinished } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

interface Result {
  readonly proof: string
  readonly costRatio: number
  readonly scoreDifference: number
  readonly sentence: string | null
  readonly messages: readonly { readonly template: string }[]
  readonly calls: { readonly used: number }
  readonly promptTokens: { readonly before: number; readonly after: number }
  readonly confirmations: readonly unknown[]
}

async function optimize(name: string, model: string, ...more: readonly string[]) {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const about = ['--project', name, '--model', model, '--rewriter', 'sandbox/large']
  return await runCli(['--library', folder.file('library.sqlite'), '--json', 'optimize', ...about, ...more])
}

describe('pithy optimize', { timeout: 240_000 }, () => {
  it.each([
    ['Review sentiment', 'sandbox/large'],
    ['Support tickets', 'sandbox/small'],
  ])('%s: 40 per cent cheaper, not worse by more than 3 points on the hold-out', async (name, model) => {
    const { code, stdout } = await optimize(name, model, '--mode', 'standard', '--budget', '20', '--seed', '1')
    expect(code).toBe(0)
    const result = JSON.parse(stdout) as Result
    expect(result.costRatio).toBeLessThanOrEqual(0.6)
    expect(result.scoreDifference).toBeGreaterThanOrEqual(-0.03)
    expect(result.sentence).toMatch(/hold-out/)
    expect(result.proof).toBe('undecided')
  })

  it('ends as incomplete when the budget is used up, and refuses a mode that there is not', async () => {
    const poor = await optimize('Review sentiment', 'sandbox/large', '--mode', 'frugal', '--budget', '0.1')
    expect(poor.code).toBe(3)
    const wrong = await optimize('Review sentiment', 'sandbox/large', '--mode', 'thorough')
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toMatch(/--mode thorough is none of/)
  })
})

describe('pithy optimize in the modes that look for better as well', { timeout: 120_000 }, () => {
  it('keeps to its calls and to the length limit, and tells what came of the candidates', async () => {
    const more = ['--mode', 'light', '--budget', '20', '--may-add-rules', '--max-tokens', '700']
    const { code, stdout, stderr } = await optimize('Review sentiment', 'sandbox/large', ...more)
    expect(code).toBe(0)
    const result = JSON.parse(stdout) as Result
    expect(result).toMatchObject({ mode: 'light', state: 'finished' })
    expect(result.calls.used).toBeLessThanOrEqual(300)
    expect(result.promptTokens.before).toBeGreaterThan(700)
    expect(result.promptTokens.after).toBeLessThanOrEqual(700)
    expect(result.costRatio).toBeLessThan(1)
    expect(result.sentence).toMatch(/The optimized prompt costs .*hold-out/)
    expect(result.confirmations).toEqual([
      { label: expect.any(String), sentence: result.sentence, costRatio: result.costRatio, isWinner: true },
    ])
    expect(stderr).toContain('Optimize, light')
  })

  it('refuses a length or a judge that is none', async () => {
    const short = await optimize('Review sentiment', 'sandbox/large', '--mode', 'light', '--max-tokens', '0')
    expect(short).toMatchObject({ code: 2, stderr: expect.stringMatching(/--max-tokens 0 is not a whole number/) })
    const judge = await optimize('Review sentiment', 'sandbox/large', '--mode', 'light', '--judge', 'nobody')
    expect(judge).toMatchObject({ code: 2, stderr: expect.stringMatching(/"nobody" is not of the form provider/) })
  })
})

describe('pithy choose', { timeout: 120_000 }, () => {
  const folder = tempFolder()
  const library = ['--library', folder.file('library.sqlite')]
  afterAll(() => folder.remove())

  /** A long and a short prompt for labels that both get right. */
  async function run(cases: number): Promise<string> {
    const ask =
      'Classify the review as positive, negative or neutral. Answer with the label only.\n\nReview: {{review}}'
    const plan = {
      name: `${cases} cases`,
      prompts: [
        { label: 'long', text: `Thank you for your help with the many reviews of our shop. ${ask}` },
        { label: 'short', text: ask },
      ].map((prompt) => ({ ...prompt, parameters: { maxOutputTokens: 60 } })),
      models: ['sandbox/large'],
      cases: Array.from({ length: cases }, (_, index) => ({
        variables: { review: `I love item ${index}, it is wonderful.` },
        expected: 'positive',
      })),
      assertions: [{ type: 'icontains', value: '{{expected}}' }],
    }
    const file = folder.file(`plan-${cases}.json`)
    writeFileSync(file, JSON.stringify(plan))
    const { code, stdout } = await runCli([...library, '--json', 'run', file])
    expect(code).toBe(0)
    return (JSON.parse(stdout) as { readonly runId: string }).runId
  }

  it('names the cheapest column that is not worse, on the cases to choose by, and confirms it on the hold-out', async () => {
    const runId = await run(700)
    const chosen = await runCli([...library, 'choose', runId])
    expect(chosen).toMatchObject({ code: 0, stderr: '' })
    expect(chosen.stdout).toMatch(/Cheapest not worse than A .*: B, .*1 compared, development cases/)
    const confirmed = await runCli([...library, '--json', 'choose', runId, '--baseline', 'long', '--confirm'])
    expect(confirmed.code).toBe(0)
    expect(JSON.parse(confirmed.stdout)).toMatchObject({
      part: 'hold-out',
      chosen: { kind: 'not-worse-and-cheaper', baselineLabel: expect.stringContaining('A') },
    })
    const other = await runCli([...library, 'choose', runId, '--baseline', 'short'])
    expect(other).toMatchObject({ code: 1, stdout: expect.stringMatching(/^None is /) })
  })

  it('ends with 1 where too few cases tell, and names what there is when the baseline is none', async () => {
    const runId = await run(6)
    const none = await runCli([...library, 'choose', runId])
    expect(none).toMatchObject({ code: 1, stdout: expect.stringMatching(/more cases would tell/) })
    const wrong = await runCli([...library, 'choose', runId, '--baseline', 'nobody'])
    expect(wrong.code).toBe(2)
    expect(wrong.stderr).toContain('--baseline nobody is no column of the run. It has: ')
  })
})

it('pithy compress asks no case and says that nothing is verified', { timeout: 120_000 }, async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const { code, stdout } = await runCli([
    ...['--library', folder.file('library.sqlite'), '--json', 'compress', 'examples/sentiment/plan.yaml'],
  ])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ proof: 'unverified', mode: 'quick', holdOutCases: 0 })
})
