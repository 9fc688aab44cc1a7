import { existsSync, readFileSync } from 'node:fs'
import { beforeAll, expect, onTestFinished, test } from 'vitest'
import { openStore } from '../../../../electron/core/store/open-store.ts'
import { seededRandom } from '../../../../shared/stats/seeded-random.ts'
import { tempFolder } from '../../../support/fake-ports.ts'
import { openEngineBench } from '../../../support/open-engine-bench.ts'
import { endOf, firstLine, prepareProgram, startProgram } from '../../../support/run-program.ts'
import { isSoak } from '../../../support/soak.ts'
import { DEAREST_OUTPUT, spendingProvider } from '../../../support/spending-provider.ts'
import { storeOptions } from '../../../support/store-options.ts'

beforeAll(() => prepareProgram('budget-child.ts'), 120_000)

const RUNS = isSoak ? 150 : 12
const PAIRS = isSoak ? 50 : 2
const CASES = 120
const CONCURRENCY = [1, 2, 5, 16, 33, 64, 128, 256]
const SCOPES = ['run', 'day', 'week', 'month', 'project', 'rule'] as const
const random = seededRandom('hard cap')

const runs = Array.from({ length: RUNS }, (_, round) => ({
  round,
  scope: SCOPES[round % SCOPES.length] ?? 'run',
  concurrency: CONCURRENCY[Math.floor(random() * CONCURRENCY.length)] ?? 256,
  share: 0.01 + 0.89 * random(),
}))

test.each(runs)(
  'run $round: the bill of two jobs stays within the $scope budget at $concurrency calls at once',
  async ({ round, scope, concurrency, share }) => {
    const tags = ['team=a', 'easy']
    const cases = Array.from({ length: CASES }, (_, index) => ({ variables: { text: `case ${index}` }, tags }))
    const bench = await openEngineBench({ cases, concurrency })
    const bills: number[] = []
    const limitNanoUsd = Math.round(share * 2 * CASES * DEAREST_OUTPUT * 0.55)
    bench.answerBy(spendingProvider(`${round}`, (nanoUsd) => bills.push(nanoUsd)))
    const { settings, projects, budgetRules } = bench.store
    const rule = {
      projectId: null,
      tag: round % 2 === 0 ? 'team=a' : 'case tag=easy',
      period: 'week',
      limitNanoUsd,
    } as const
    const ruleId = scope === 'rule' ? budgetRules.add(rule, Date.parse('2026-01-02T12:00:00')).id : null
    if (scope === 'day') settings.save({ dayBudgetNanoUsd: limitNanoUsd })
    if (scope === 'week') settings.save({ weekBudgetNanoUsd: limitNanoUsd })
    if (scope === 'month') settings.save({ monthBudgetNanoUsd: limitNanoUsd })
    if (scope === 'project') projects.setBudget(bench.spec().projectId, limitNanoUsd)
    const changes = { mayUseCache: false, budgetNanoUsd: scope === 'run' ? limitNanoUsd : null }
    const ends = await Promise.all(
      scope === 'run' ? [bench.run(changes)] : [bench.run(changes), bench.run({ ...changes, repeats: 2 })],
    )
    const bill = bills.reduce((sum, one) => sum + one, 0)
    expect(bill).toBeLessThanOrEqual(limitNanoUsd)
    for (const { run, job } of ends) {
      if (run.state === 'complete') continue
      expect(job).toMatchObject({ state: 'failed', error: { code: 'budget-exceeded' } })
      if (scope !== 'run')
        expect(job.error?.message).toMatch(
          {
            day: / a day /,
            week: / a week /,
            month: / a month /,
            project: /"Project"/,
            rule: / a week for (team=a|case tag=easy) /,
          }[scope],
        )
    }
    if (ends.every(({ run }) => run.state === 'complete')) return
    // Not stopped too early either: what is left would not have borne one more worst case.
    const key = {
      run: ends[0]?.run.id,
      day: '2026-01-02',
      week: '2025-12-29',
      month: '2026-01',
      project: bench.spec().projectId,
      rule: `${ruleId}:2025-12-29`,
    }[scope]
    const { settledNanoUsd, heldNanoUsd } = bench.store.budgets.state(`${scope}:${key}`)
    expect(settledNanoUsd + heldNanoUsd).toBeLessThanOrEqual(limitNanoUsd)
    expect(settledNanoUsd + heldNanoUsd + DEAREST_OUTPUT + 60_000).toBeGreaterThan(limitNanoUsd)
  },
  60_000,
)

const pairs = Array.from({ length: PAIRS }, (_, round) => ({
  round,
  concurrency: CONCURRENCY[Math.floor(random() * CONCURRENCY.length)] ?? 256,
  share: 0.05 + 0.85 * random(),
}))

test.each(pairs)(
  'pair $round: the bill of two processes on one library stays within the limit of the day, or of a tag, at $concurrency calls at once each',
  async ({ round, concurrency, share }) => {
    const folder = tempFolder()
    onTestFinished(folder.remove)
    const library = folder.file('library.sqlite')
    const bill = folder.file('bill.txt')
    const limitNanoUsd = Math.round(share * 2 * CASES * DEAREST_OUTPUT * 0.55)
    const store = await openStore(library, storeOptions())
    if (round % 2 === 0) store.settings.save({ dayBudgetNanoUsd: limitNanoUsd, monthBudgetNanoUsd: limitNanoUsd })
    else store.budgetRules.add({ projectId: null, tag: 'team=a', period: 'day', limitNanoUsd }, Date.now())
    store.close()
    const children = await Promise.all(
      ['left', 'right'].map((side) =>
        startProgram('budget-child.ts', [library, bill, `${round} ${side}`, String(concurrency), String(CASES)]),
      ),
    )
    const ends = await Promise.all(children.map(firstLine))
    await Promise.all(children.map(endOf))
    const bills = existsSync(bill) ? readFileSync(bill, 'utf8').trim().split('\n').map(Number) : []
    const total = bills.reduce((sum, one) => sum + one, 0)
    expect(total).toBeLessThanOrEqual(limitNanoUsd)
    for (const end of ends) expect(end).toMatch(/^(succeeded|failed budget-exceeded)/)
    // Both worked, and the day was used up before they gave in.
    expect(total).toBeGreaterThan(0)
  },
  60_000,
)
