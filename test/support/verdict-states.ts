import type { Store } from '../../electron/core/store/open-store.ts'
import type { StoredRun } from '../../electron/core/store/run-store.ts'
import { RunId } from '../../shared/domain/ids.ts'
import type { CatalogModel } from '../../shared/domain/model.ts'
import { catalogModels } from '../../shared/models/catalog.ts'
import { seededRandom } from '../../shared/stats/seeded-random.ts'
import { placeForRuns, type RecordedAnswer, type RecordedPlace, type RecordedRun, recordRun } from './recorded-run.ts'

/** How B differs from A, in shares of the cases. */
interface Difference {
  readonly lost: number
  readonly gained: number
  /** What B costs as a share of A. */
  readonly costRatio: number
}

interface State extends Partial<Omit<RecordedRun, 'answer'>> {
  readonly name: string
  readonly cases: number
  readonly difference: Difference
  /** Looks at the hold-out by others before. */
  readonly looksBefore?: number
  readonly alter?: (
    answer: RecordedAnswer,
    at: { row: number; column: number; repeat: number },
  ) => RecordedAnswer | null
}

const EQUAL = { lost: 0.005, gained: 0.005, costRatio: 0.6 }
const asExpected = { scorer: 'equals', value: '{{expected}}' }
const rubric = { scorer: 'llm-rubric', value: 'Names the right queue.' }

/** Every state that a verdict can be in, each a run of A and B on one model. */
const states: readonly State[] = [
  { name: 'proven', cases: 600, difference: EQUAL },
  { name: 'undecided', cases: 300, difference: { lost: 0.05, gained: 0.05, costRatio: 0.6 } },
  { name: 'worse', cases: 250, difference: { lost: 0.18, gained: 0.03, costRatio: 0.6 } },
  { name: 'no saving', cases: 250, difference: { ...EQUAL, costRatio: 1.2 } },
  { name: 'too few cases', cases: 100, difference: { ...EQUAL, lost: 0 } },
  { name: 'worn hold-out', cases: 600, difference: EQUAL, looksBefore: 5 },
  {
    name: 'critical assertion failed',
    cases: 250,
    difference: EQUAL,
    assertions: [asExpected, { scorer: 'is-json' }],
    alter: (answer, { row, column }) => ({
      ...answer,
      scores: [answer.scores[0] ?? null, column === 1 && row % 25 === 0 ? 0 : 1],
    }),
  },
  {
    name: 'judge unlabelled',
    cases: 600,
    difference: EQUAL,
    assertions: [rubric],
    judges: [modelOf('openai/gpt-5.4')],
  },
  {
    name: 'not judged',
    cases: 600,
    difference: EQUAL,
    assertions: [rubric],
    judges: [modelOf('openai/gpt-5.4')],
    alter: (answer, { row, column }) => (column === 1 && row % 12 === 0 ? { ...answer, scores: [null] } : answer),
  },
  { name: 'repeats', cases: 200, repeats: 3, difference: { lost: 0.02, gained: 0.04, costRatio: 0.6 } },
  {
    name: 'unpriced',
    cases: 250,
    difference: EQUAL,
    models: [{ ...modelOf('openai/gpt-5.4-mini'), price: null }],
    alter: (answer) => ({ ...answer, costNanoUsd: null }),
  },
  {
    name: 'one column failed',
    cases: 250,
    difference: EQUAL,
    alter: (answer, { column }) => (column === 1 ? null : answer),
  },
  {
    name: 'no pairs',
    cases: 250,
    difference: EQUAL,
    alter: (answer, { row, column }) => (row % 2 === column ? null : answer),
  },
  { name: 'simulation', cases: 600, difference: EQUAL, models: [modelOf('sandbox/small')] },
  { name: 'nothing scored', cases: 250, difference: EQUAL, assertions: [] },
]

/** Writes a run for each state, the hold-out looked at, and gives them by name. */
export function writeVerdictStates(store: Store): ReadonlyMap<string, StoredRun> {
  // One commit: the disk is waited for once.
  return store.db.transaction(() => writeAll(store)).immediate()
}

function writeAll(store: Store): ReadonlyMap<string, StoredRun> {
  const written = new Map<string, StoredRun>()
  let known: RecordedPlace | undefined
  for (const state of states) {
    const place = placeForRuns(store, written.size === 0 ? 'Verdict states' : state.name, state.cases, known)
    known = place
    const stored = recordRun(store, place, {
      variants: 2,
      models: [modelOf('openai/gpt-5.4-mini')],
      assertions: [asExpected],
      ...state,
      answer: answerOf(state),
    })
    const [baseline, candidate] = stored.run.columns
    if (!baseline || !candidate) throw new Error('A state has two columns.')
    const { evalSetId } = place
    for (let look = 0; look < (state.looksBefore ?? 0); look++)
      store.verdicts.recordLook({ evalSetId, runId: RunId.parse(`earlier-${look}`), baseline, candidate })
    store.verdicts.recordLook({ evalSetId, runId: stored.run.id, baseline, candidate })
    written.set(state.name, stored)
  }
  const [first] = written.values()
  if (first)
    store.verdicts.changeRule(first.run.projectId, { margin: 0.03, alpha: 0.05, criticalAssertions: ['is-json'] })
  return written
}

function answerOf({
  name,
  difference,
  alter = (answer) => answer,
  assertions = [asExpected],
}: State): RecordedRun['answer'] {
  const { lost, gained, costRatio } = difference
  return ({ row, column, repeat }) => {
    const random = seededRandom(`${name} ${row} ${repeat}`)
    const place = random()
    const isRight = place < lost ? column === 0 : place < lost + gained ? column === 1 : place < 0.94
    const own = seededRandom(`${name} ${row} ${repeat} ${column}`)
    const cost = 20_000 * (0.6 + 0.8 * own()) * (column === 1 ? costRatio : 1)
    const queue = ['billing', 'delivery', 'returns', 'account'][(row + (isRight ? 0 : 1)) % 4] ?? ''
    const output = column === 1 && row % 3 === 0 ? `Queue: ${queue}` : queue
    const answer = { output, scores: assertions.map(() => (isRight ? 1 : 0)), costNanoUsd: Math.round(cost) }
    return alter(answer, { row, column, repeat })
  }
}

function modelOf(id: string): CatalogModel {
  const model = catalogModels.find((each) => each.id === id)
  if (!model) throw new Error(`The catalog has no ${id}.`)
  return model
}
