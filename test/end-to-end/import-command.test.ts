import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import Database from 'better-sqlite3'
import { afterAll, describe, expect, it } from 'vitest'
import { tempFolder } from '../support/fake-ports.ts'
import { runCli } from '../support/run-cli.ts'

describe('pithy import', () => {
  const folder = tempFolder()
  afterAll(() => folder.remove())
  const own = ['--library', folder.file('library.sqlite')]

  it('ends with 130 on Ctrl+C in the middle of a large table, and leaves no half of it', async () => {
    const file = folder.file('large.csv')
    const out = openSync(file, 'w')
    writeSync(out, 'q,a\n')
    const row = `${'x'.repeat(100_000)},y\n`
    for (let count = 0; count < 200; count++) writeSync(out, row)
    closeSync(out)
    let isStopped = false
    const { code, stderr } = await runCli([...own, 'import', file, '--yes'], {
      onStderr(text, kill) {
        if (isStopped || !text.includes('cases are stored')) return
        isStopped = true
        kill('SIGINT')
      },
    })
    expect({ code, isStopped, stderr }).toMatchObject({ code: 130, isStopped: true })
    const db = new Database(folder.file('library.sqlite'), { readonly: true })
    expect(db.prepare('SELECT count(*) FROM case_import').pluck().get()).toBe(0)
    expect(db.prepare("SELECT count(*) FROM eval_set WHERE name = 'large'").pluck().get()).toBe(0)
    db.close()
    const cases = folder.file('small.csv')
    writeFileSync(cases, 'q,__expected\n1 + 1,equals: 2\n')
    const graders = folder.file('eval.json')
    const check = {
      type: 'string_check',
      name: 'same',
      input: '{{sample.output_text}}',
      reference: '{{item.q}}',
      operation: 'ne',
    }
    writeFileSync(graders, JSON.stringify({ testing_criteria: [check] }))
    const taken = await runCli([...own, '--json', 'import', cases, '--graders', graders, '--yes'])
    const { evalSet } = JSON.parse(taken.stdout) as { evalSet: { assertions: { scorer: string; value: string }[] } }
    expect(evalSet.assertions.map(({ scorer, value }) => [scorer, value])).toEqual([
      ['equals', '2'],
      ['equals', '{{q}}'],
    ])
    const plan = folder.file('promptfooconfig.yaml')
    writeFileSync(plan, 'prompts: ["Say {{q}}"]\nproviders: [sandbox:small]\ntests: [{ vars: { q: hi } }]\n')
    const shown = await runCli([...own, 'import', plan])
    expect(shown.stdout).toContain('sandbox/small')
    expect(shown.stdout).toContain('Nothing is stored yet')
    expect(JSON.parse((await runCli([...own, '--json', 'import', plan, '--yes'])).stdout).taken.promptId).toBeTruthy()
  })
})
