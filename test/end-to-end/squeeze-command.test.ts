import { describe, expect, it, onTestFinished } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

interface Result {
  readonly proof: string
  readonly costRatio: number
  readonly scoreDifference: number
  readonly sentence: string | null
  readonly messages: readonly { readonly template: string }[]
  readonly calls: { readonly used: number }
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

it('pithy compress asks no case and says that nothing is verified', { timeout: 120_000 }, async () => {
  const folder = tempFolder()
  onTestFinished(folder.remove)
  const { code, stdout } = await runCli([
    ...['--library', folder.file('library.sqlite'), '--json', 'compress', 'examples/sentiment/plan.yaml'],
  ])
  expect(code).toBe(0)
  expect(JSON.parse(stdout)).toMatchObject({ proof: 'unverified', mode: 'quick', holdOutCases: 0 })
})
