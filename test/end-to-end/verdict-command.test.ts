import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

interface ToldVerdict {
  readonly baselineLabel: string
  readonly candidateLabel: string
  readonly part: string
}

const folder = tempFolder()
const libraryPath = folder.file('library.sqlite')
const library = ['--library', libraryPath]
const plan = 'examples/sentiment/plan.yaml'

afterAll(() => folder.remove())

function looks(): unknown {
  const db = new Database(libraryPath, { readonly: true })
  try {
    return db.prepare('SELECT count(*) FROM hold_out_look').pluck().get()
  } finally {
    db.close()
  }
}

async function report(runId: string, ...args: readonly string[]): Promise<readonly ToldVerdict[]> {
  const told = await runCli([...library, '--json', 'report', runId, '--out', folder.file('report.html'), ...args])
  expect(told).toMatchObject({ code: 0 })
  return JSON.parse(told.stdout).verdicts
}

describe('verdicts on the command line', () => {
  it('are against the baseline that is named, and look at the hold-out only when told to, each pair once', async () => {
    const run = await runCli([...library, '--json', 'run', plan, '--baseline', 'short@sandbox/large'])
    expect(run).toMatchObject({ code: 0 })
    const { runId } = JSON.parse(run.stdout)
    const plain = await report(runId)
    expect(plain.map(({ part }) => part)).toEqual(['dev', 'dev', 'dev'])
    expect(looks()).toBe(0)

    const against = ['--baseline', 'short@sandbox/large']
    const named = await report(runId, ...against)
    expect(new Set(named.map(({ baselineLabel }) => baselineLabel)).size).toBe(1)
    expect(named[0]?.baselineLabel).not.toBe(plain[0]?.baselineLabel)
    const confirmed = await report(runId, ...against, '--confirm')
    expect(confirmed.map(({ part }) => part)).toEqual(['hold-out', 'hold-out', 'hold-out'])
    expect(looks()).toBe(3)
    await report(runId, ...against, '--confirm')
    expect(looks()).toBe(3)
    await report(runId, '--confirm')
    expect(looks()).toBe(6)
  })

  it('refuse a baseline that the run has not, and name those that it has', async () => {
    const { stderr, code } = await runCli([...library, 'run', plan, '--baseline', 'nobody'])
    expect(code).not.toBe(0)
    expect(stderr).toContain('--baseline nobody is no column of the run. It has: ')
    expect(stderr).toContain('@sandbox/large')
  })
})
