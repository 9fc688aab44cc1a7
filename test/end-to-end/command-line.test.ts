import { readFileSync, writeFileSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

const folder = tempFolder()
const library = ['--library', folder.file('library.sqlite')]
const plan = 'examples/sentiment/plan.yaml'

afterAll(() => folder.remove())

describe('the command line', () => {
  it('runs a plan, exports its variant and writes its report', async () => {
    const run = await runCli([...library, '--json', 'run', plan])
    expect(run).toMatchObject({ code: 0 })
    const result = JSON.parse(run.stdout)
    expect(result).toMatchObject({ state: 'complete', cells: 24, done: 24, errors: 0 })
    expect(
      result.columns.map((column: { variant: string; model: string; isSimulation: boolean }) => [
        column.variant,
        column.model,
        column.isSimulation,
      ]),
    ).toEqual([
      ['polite', 'sandbox/small', true],
      ['polite', 'sandbox/large', true],
      ['short', 'sandbox/small', true],
      ['short', 'sandbox/large', true],
    ])
    const [polite, , short] = result.columns
    // The example has to show something: both prompts name labels that the sandbox models understand.
    for (const { passed } of result.columns) expect(passed).toBeGreaterThan(0)
    expect(short.meanOutputTokens).toBeLessThan(polite.meanOutputTokens)
    expect(short.costPer1000Usd).toBeLessThan(polite.costPer1000Usd)

    const exported = await runCli([
      ...library,
      'export',
      result.runId,
      '--variant',
      'short',
      '--format',
      'markdown',
      '--model',
      'sandbox/large',
    ])
    expect(exported.code).toBe(0)
    expect(exported.stdout).toContain('Classify the review as positive, negative or neutral.')
    expect(exported.stdout).toContain(result.runId)

    const code = await runCli([
      ...library,
      ...['export', result.runId, '--variant', 'short', '--format', 'python', '--model', 'openai/gpt-5.4-mini'],
    ])
    expect(code.code).toBe(0)
    expect(code.stdout).toContain('unverified on a real model: on the simulation')
    expect(code.stdout).toContain('model="gpt-5.4-mini"')

    const file = folder.file('new folder/report.html')
    const told = await runCli([...library, 'report', result.runId, '--out', file])
    expect(told.code).toBe(0)
    // One verdict for each column against the first, then where the report is.
    const lines = told.stdout.trimEnd().split('\n')
    expect([lines.length, lines.at(-1)]).toEqual([4, file])
    for (const sentence of lines.slice(0, -1)) expect(sentence).toMatch(/^Indicative: .*5 paired cases/)
    const report = readFileSync(file, 'utf8')
    expect(report).toContain('<svg')
    expect(report).toContain('Sandbox models are a simulation')
    expect(report).not.toMatch(/(?:src|href)=["']?https?:/)
  })

  it('answers the same plan from the cache the second time, free of charge', async () => {
    const again = JSON.parse((await runCli([...library, '--json', 'run', plan])).stdout)
    expect(again.columns.map((column: { cached: number }) => column.cached)).toEqual([6, 6, 6, 6])
    expect(again.costUsd).toBe(0)
    expect(again.mayStopEarly).toBe(false)
  })

  it('stops answers early only where it is told to, and never in a batch', async () => {
    const stopped = await runCli([...library, '--json', 'run', plan, '--early-stop'])
    expect(JSON.parse(stopped.stdout)).toMatchObject({ state: 'complete', mayStopEarly: true })
    const file = folder.file('report-early.html')
    await runCli([...library, 'report', JSON.parse(stopped.stdout).runId, '--out', file])
    expect(readFileSync(file, 'utf8')).toContain('Answers that could not pass any more were stopped early')
  })

  it('lists runs on stdout and keeps progress to stderr', async () => {
    const { stdout, stderr, code } = await runCli([...library, '--json', 'runs'])
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toHaveLength(3)
    expect(stderr).toBe('')
  })

  it('stops at the budget with exit code 3, keeps what it has, and resumes', async () => {
    const own = ['--library', folder.file('budget.sqlite')]
    const stopped = await runCli([...own, '--json', 'run', plan, '--budget', '0.0005'])
    expect(stopped.code).toBe(3)
    const result = JSON.parse(stopped.stdout)
    expect(result.state).toBe('incomplete')
    expect(result.costUsd).toBeLessThanOrEqual(0.0005)
    expect(result.error.code).toBe('budget-exceeded')
    const resumed = await runCli([...own, '--json', 'resume', result.runId, '--budget', '1'])
    expect(resumed.code).toBe(0)
    expect(JSON.parse(resumed.stdout)).toMatchObject({ state: 'complete', done: 24 })
  })

  it('tells calls, cost and time before a run, and sends nothing', async () => {
    const own = ['--library', folder.file('preview.sqlite')]
    const json = JSON.parse((await runCli([...own, '--json', 'run', plan, '--preview'])).stdout)
    expect(json).toMatchObject({ cells: 24, calls: 24, timeBasis: 'assumed', problems: [] })
    expect(json.timeHighSeconds).toBeGreaterThan(json.timeLowSeconds)
    const text = await runCli([...own, 'run', plan, '--preview'])
    expect(text.code).toBe(0)
    expect(text.stdout).toMatch(/24 calls to send\ncost {2}≈ \$.*\ntime {2}≈ .* s/)
    expect(JSON.parse((await runCli([...own, '--json', 'runs'])).stdout)).toEqual([])
    const flex = await runCli([...own, 'run', plan, '--preview', '--flex'])
    expect(flex.code).toBe(2)
    expect(flex.stdout).toContain('has no flex service')
  })

  it('shows what a price list would change, and changes it only when told to', async () => {
    const own = ['--library', folder.file('prices.sqlite')]
    const list = 'test/fixtures/prices/litellm.json'
    const shown = await runCli([...own, 'prices', 'import', list])
    expect(shown.code).toBe(0)
    expect(shown.stdout).toMatch(/^LiteLLM.*: \d+ changed, \d+ new/)
    const [, wouldTake] = /Would take (\d+)/.exec(shown.stdout) ?? []
    expect(Number(wouldTake)).toBeGreaterThan(0)
    const taken = JSON.parse((await runCli([...own, '--json', 'prices', 'import', list, '--yes'])).stdout)
    expect(taken.isApplied).toBe(true)
    expect(taken.entries.filter(({ isTaken }: { isTaken: boolean }) => isTaken)).toHaveLength(Number(wouldTake))
    expect((await runCli([...own, 'prices', 'import', list])).stdout).toContain('Nothing to take.')
  })

  it.each([
    ['an unknown command', ['frobnicate'], 'unknown command'],
    ['a plan that is not there', ['run', 'nowhere.yaml'], 'The plan cannot be read'],
    ['a run that is not there', ['report', 'nope'], 'no run'],
    ['a report that cannot be written', ['run', plan, '--report', 'package.json/report.html'], 'cannot be written'],
    ['a report in the place of a folder', ['run', plan, '--report', 'examples'], 'it is a folder'],
    ['a plan that is a folder', ['run', 'examples'], 'it is a folder'],
    ['early stop of a batch', ['run', plan, '--batch', '--early-stop'], 'answers of a batch come whole'],
    ['a report of savings in a format that there is not', ['savings', '--out', 'x.pdf'], 'no ending of a report'],
    ['a budget that is no number', ['run', plan, '--budget', 'much'], 'not a positive number'],
  ])('ends with 2 and one sentence for %s', async (_what, args, sentence) => {
    const { code, stdout, stderr } = await runCli([...library, ...args])
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
    expect(stderr.toLowerCase()).toContain(sentence.toLowerCase())
    expect(stderr).not.toMatch(/\n\s+at /)
  })

  it('tells where the money of a usage log goes, and ends with 1 above a limit', async () => {
    const log = folder.file('calls.csv')
    writeFileSync(
      log,
      'when,llm,team,input_tokens,output_tokens,usd\n2026-11-20T10:00:00Z,gpt-5.4,search,100,10,1.5\n' +
        '2026-11-20T11:00:00Z,gpt-5.4,mail,100,10,0.5\n',
    )
    const map = ['--map', 'when=time', '--map', 'llm=model']
    const said = await runCli([...library, 'savings', '--log', log, ...map, '--limit', 'day=1.5'])
    expect(said).toMatchObject({ code: 1, stderr: '' })
    expect(said.stdout).toContain('calls.csv: 2 rows, 0 already there, 0 not readable')
    expect(said.stdout).toContain('On 2026-11-20 the logs came to $2.00, above the limit of $1.50.')
    expect(said.stdout).toMatch(/by team\n +search +\$1\.50 +75 % +1 rows\n +mail/)
    expect(said.stdout).toMatch(/Levers, from the run ".+" \(6 cases\)/)
    const out = folder.file('spend.csv')
    const again = await runCli([
      ...library,
      '--json',
      'savings',
      '--log',
      log,
      ...map,
      '--tag',
      'team=mail',
      '--out',
      out,
    ])
    expect(readFileSync(out, 'utf8')).toContain('"Usage logs, by team",mail,Spend,0.5,,,1,Rows,1,\r\n')
    expect(readFileSync(out, 'utf8')).toContain('Only calls with team: mail.')
    expect(again.code).toBe(0)
    const { imported, logs } = JSON.parse(again.stdout)
    expect([imported[0].duplicateCount, logs.total.nanoUsd]).toEqual([2, 500_000_000])
  })

  it('names file and place when a plan is wrong', async () => {
    const file = folder.file('bad.yaml')
    writeFileSync(file, 'name: x\nprompts: []\nmodels: [nope]\ncases: 3\n')
    const { code, stderr } = await runCli([...library, 'run', file])
    expect(code).toBe(2)
    expect(stderr).toContain('bad.yaml is not a plan')
    expect(stderr).toContain('models[0]')
  })

  it('ends a run although nobody reads its output', async () => {
    const { code, stderr } = await runCli([...library, 'run', plan], { isStdoutClosed: true })
    expect(code).toBe(0)
    expect(stderr).toContain('24/24 cells')
    expect(stderr).not.toContain('EPIPE')
  })

  it('refuses a model that is not there before it stores anything of the plan', async () => {
    const own = ['--library', folder.file('models.sqlite')]
    const file = folder.file('models.yaml')
    writeFileSync(
      file,
      'name: x\nproject: Nothing of this\nprompts: [{label: a, text: hi}]\nmodels: [sandbox/huge]\ncases: [{variables: {q: a}}]\n',
    )
    const { code, stderr } = await runCli([...own, 'run', file])
    expect(code).toBe(2)
    expect(stderr).toContain('there is no model sandbox/huge')
    expect(await runCli([...own, '--json', 'runs'])).toMatchObject({ code: 0, stdout: '[]\n' })
    const library = readFileSync(folder.file('models.sqlite'))
    expect(library.includes('Nothing of this')).toBe(false)
  })

  it('prints its version', async () => {
    expect(await runCli(['--version'])).toMatchObject({ code: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) })
  })
})
