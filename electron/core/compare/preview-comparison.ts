import { AppError } from '../../../shared/contract/errors.ts'
import { tokenCost } from '../../../shared/cost/cost-of.ts'
import { providerTags } from '../../../shared/domain/call-tag.ts'
import type { ComparisonPreview, ComparisonSpec } from '../../../shared/domain/comparison.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { NanoUsd } from '../../../shared/domain/money.ts'
import { ofOneFamily } from '../../../shared/models/model-family.ts'
import { judgeOutputTokens } from '../../../shared/score/judge/ask-judge.ts'
import { callsPerPair } from '../../../shared/score/judge/judge-pair.ts'
import type { CoreContext } from '../core-context.ts'
import { hasSharedLimit } from '../evaluate/calls/budget-statuses.ts'
import { tagsOfColumns } from '../evaluate/calls/tags-of-cell.ts'
import { judgeFrameTokens } from '../evaluate/forecast/forecast-judge.ts'
import type { AnswerPair } from '../store/comparison-store.ts'
import type { StoredRun } from '../store/run-store.ts'
import { turn } from '../turns/turn.ts'
import { columnPairOf, isAboutThese, isSameAnswer, lookFor, readPairs } from './column-pair.ts'

/** The pairs of answers that wait for the judge, and those that need none. */
export interface OpenPairs {
  readonly all: number
  readonly same: readonly AnswerPair[]
  readonly known: number
  readonly toAsk: readonly AnswerPair[]
}

/** What a comparison would ask, and at most cost. Asks nobody. */
export async function previewComparison(
  core: CoreContext,
  stored: StoredRun,
  wish: ComparisonSpec & { readonly budgetNanoUsd: NanoUsd | null },
): Promise<ComparisonPreview> {
  const judge = judgeFor(core, stored, wish.judgeModelId)
  const problems = problemsOf(core, stored, { ...wish, judge })
  const isHidden = lookFor(core.store, stored, wish) === null
  const open = isHidden ? { all: 0, same: [], known: 0, toAsk: [] } : await openPairs(core, stored, wish)
  const calls = open.toAsk.length * callsPerPair
  const { baseline, candidate } = wish
  return {
    pairs: open.all,
    same: open.same.length,
    known: open.known,
    calls,
    costHighNanoUsd: await worstCost(core, stored, { judge, criteria: wish.criteria, pairs: open.toAsk }),
    kinModelIds: [...ofOneFamily(judge.id, [...new Set([baseline.modelId, candidate.modelId])])],
    problems: isHidden ? [...problems, 'The hold-out is not looked at for these two yet.'] : problems,
  }
}

/** The judge at the prices of the run's beginning, where the run knew it. @throws AppError `not-found` */
export function judgeFor(
  { models }: Pick<CoreContext, 'models'>,
  stored: StoredRun,
  id: CatalogModel['id'],
): CatalogModel {
  return [...stored.judges, ...stored.models].find((model) => model.id === id) ?? models.get(id)
}

/** Why a comparison cannot begin; empty = it can. */
export function problemsOf(
  { store, ports }: Pick<CoreContext, 'store' | 'ports'>,
  { run }: StoredRun,
  {
    judge,
    budgetNanoUsd,
    baseline,
    candidate,
  }: Pick<ComparisonSpec, 'baseline' | 'candidate'> & {
    readonly judge: CatalogModel
    readonly budgetNanoUsd: NanoUsd | null
  },
): string[] {
  const about = {
    projectId: run.projectId,
    tags: [...tagsOfColumns(run, [baseline, candidate]), ...providerTags([judge])],
  }
  const isLimited = budgetNanoUsd !== null || hasSharedLimit(store, about, ports.now())
  return judge.price === null && isLimited && !judge.isSimulation
    ? [`${judge.label} is unpriced, so that no budget can be kept. Enter its price first.`]
    : []
}

/** @throws AppError `not-found` for a column that the run has not */
export async function openPairs(
  { store }: Pick<CoreContext, 'store'>,
  stored: StoredRun,
  { judgeModelId: judgeId, criteria, part, signal, ...columns }: ComparisonSpec & { readonly signal?: AbortSignal },
): Promise<OpenPairs> {
  const { pair } = columnPairOf(stored, columns)
  const cases = await readPairs(store, stored, { pair, part, ...(signal ? { signal } : {}) })
  const comparison = store.comparisons.find(pair, { judgeId, criteria })
  const said = new Map(
    (comparison === null ? [] : store.comparisons.outcomesOf(comparison.no)).map((outcome) => [
      `${outcome.rowNo} ${outcome.repeatNo}`,
      outcome,
    ]),
  )
  const answers = cases.flatMap((each) => each.answers)
  const open = answers.filter((answer) => {
    const outcome = said.get(`${answer.rowNo} ${answer.repeatNo}`)
    return outcome === undefined || !isAboutThese(outcome, answer)
  })
  return {
    all: answers.length,
    same: open.filter(isSameAnswer),
    known: answers.length - open.length,
    toAsk: open.filter((answer) => !isSameAnswer(answer)),
  }
}

const PAIRS_PER_TURN = 1000

/** Every byte of both answers and the case as a token, and each question put twice; null = unpriced. */
async function worstCost(
  { store }: Pick<CoreContext, 'store'>,
  { snapshotNo }: StoredRun,
  {
    judge,
    criteria,
    pairs,
  }: { readonly judge: CatalogModel; readonly criteria: string; readonly pairs: readonly AnswerPair[] },
): Promise<NanoUsd | null> {
  if (!judge.price) return null
  const { input, output } = judge.price.prices
  let bytes = 0
  for (let from = 0; from < pairs.length; from += PAIRS_PER_TURN) {
    for (const pair of pairs.slice(from, from + PAIRS_PER_TURN)) bytes += store.comparisons.bytesOf(snapshotNo, pair)
    await turn(undefined)
  }
  const asked = pairs.length * callsPerPair
  const inputTokens = asked * (judgeFrameTokens + Buffer.byteLength(criteria)) + bytes * callsPerPair
  return Math.ceil(2 * (tokenCost(inputTokens, input) + tokenCost(asked * judgeOutputTokens, output)))
}

/** @throws AppError `bad-input` with the first problem */
export function refuseProblems(problems: readonly string[]): void {
  const [first] = problems
  if (first !== undefined) throw new AppError('bad-input', first)
}
