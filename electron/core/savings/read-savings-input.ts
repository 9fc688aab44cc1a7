import { cacheRule } from '../../../shared/cost/cache-rules.ts'
import { ProjectId, RunId, splitModelId } from '../../../shared/domain/ids.ts'
import type { CatalogModel } from '../../../shared/domain/model.ts'
import type { SavingsWish } from '../../../shared/domain/savings.ts'
import type { ColumnRef } from '../../../shared/domain/verdict.ts'
import { planCost } from '../../../shared/savings/plan-cost.ts'
import { todaysCalls } from '../../../shared/savings/planned-call.ts'
import type { SavingsAnswer, SavingsColumn, SavingsInput } from '../../../shared/savings/savings-input.ts'
import { opinions } from '../../../shared/score/judge/judged-assertions.ts'
import { needsLogProbabilities } from '../../../shared/score/needs-log-probabilities.ts'
import { partOfScore } from '../../../shared/score/part-of-score.ts'
import type { CoreContext } from '../core-context.ts'
import { isJudgeUncalibrated, judgingOf } from '../evaluate/judge/calibrations-of.ts'
import { labelOf } from '../evaluate/verdicts/read-sides.ts'
import { columnOf, isSame } from '../evaluate/verdicts/read-verdicts.ts'
import type { StoredRun } from '../store/run-store.ts'
import { turn } from '../turns/turn.ts'
import { applyOwnRules } from './apply-own-rules.ts'
import { judgeFacts } from './judge-facts.ts'
import { promptTokensOfColumns } from './prompt-tokens.ts'
import { readArrivals } from './read-arrivals.ts'
import { type Rows, readCases, savingsRows } from './read-cases.ts'
import { readSqueezes } from './read-squeezes.ts'
import { withCountedUsage } from './with-counted-usage.ts'
import { withEmbeddings } from './with-embeddings.ts'

const ANSWERS_PER_TURN = 1000

/** The run that a wish is about; null while the project has none with an answer. */
export function savingsRun({ store }: Pick<CoreContext, 'store'>, { projectId, runId }: SavingsWish): StoredRun | null {
  const wanted = runId ?? store.answers.newestRunOf(ProjectId.parse(projectId))
  return wanted === null ? null : store.runs.get(RunId.parse(wanted))
}

/** Gathers what levers are estimated from, by page, in slices that leave the event loop free. @throws the signal's reason */
export async function readSavingsInput(
  core: CoreContext,
  stored: StoredRun,
  { wish, signal }: { readonly wish: SavingsWish; readonly signal: AbortSignal },
): Promise<SavingsInput> {
  const { store } = core
  const { run } = stored
  const rows = savingsRows(stored)
  const { cases, embedding } = await withEmbeddings(core, await readCases(core, stored, { rows, signal }), {
    choice: wish.assumptions.embedding,
    signal,
  })
  const answers = await readAnswers(core, stored, { rows, signal })
  const { profile, ownRules } = store.settings.get()
  const rules = ownRules[run.projectId] ?? []
  const bare = columnsOf(core, stored, { wish, looks: () => null })
  const tokens = await promptTokensOfColumns(core, stored, { columns: bare, answers, signal })
  const columns = bare.map((column, columnNo) => ({ ...column, tokens: tokens[columnNo] ?? column.tokens }))
  const input: SavingsInput = {
    run: {
      id: run.id,
      name: run.name,
      projectId: run.projectId,
      evalSetId: run.spec.evalSetId,
      repeats: run.spec.repeats,
      createdAt: run.createdAt,
    },
    columns,
    baselineNo: 0,
    cases,
    totalCases: run.caseCount,
    answers: await withCountedUsage(core, stored, { columns, cases, answers, signal }),
    profile: { ...profile, callsPerDay: wish.assumptions.callsPerDay ?? profile.callsPerDay },
    assumptions: wish.assumptions,
    rule: store.verdicts.ruleOf(run.projectId),
    hasUncalibratedJudge: isJudgeUncalibrated(store, judgingOf(stored)),
    judge: judgeFacts(core, stored),
    sureness: partOfScore(stored.assertions, (one) => needsLogProbabilities([one])),
    squeezes: [],
    arrivals: null,
    arrivalsMissing: null,
    ownRules: rules.length === 0 ? null : await applyOwnRules(core, cases, { rules, signal }),
    embedding,
  }
  const baselineNo = wish.baseline ? run.columns.indexOf(columnOf(stored, wish.baseline)) : dearestColumn(input)
  const baseline = run.columns[baselineNo]
  if (!baseline) return input
  const looks = (column: ColumnRef) =>
    isSame(column, baseline) ? null : store.verdicts.lookOf(run.id, baseline, column)
  const placed = { ...input, baselineNo }
  return {
    ...placed,
    ...(await readArrivals(core, placed, signal)),
    columns: columns.map((column) => ({ ...column, look: looks(column) })),
    squeezes: readSqueezes(core, baseline.promptId),
  }
}

function dearestColumn(input: SavingsInput): number {
  const costs = input.columns.map((_, baselineNo) => {
    const at = { ...input, baselineNo }
    return planCost(at, todaysCalls(at)).callNanoUsd ?? -1
  })
  return costs.indexOf(Math.max(...costs))
}

async function readAnswers(
  { store }: CoreContext,
  stored: StoredRun,
  { rows, signal }: { readonly rows: Rows; readonly signal: AbortSignal },
): Promise<readonly (readonly (readonly SavingsAnswer[])[])[]> {
  const { no, run } = stored
  const judges = [...new Set(opinions(stored.assertions).map(({ assertion }) => assertion.scorer))]
  const count = rows.reduce((sum, { from, to }) => sum + to - from, 0)
  const answers = run.columns.map(() => Array.from({ length: count }, (): SavingsAnswer[] => []))
  const rowsPerTurn = Math.max(1, Math.floor(ANSWERS_PER_TURN / (run.columns.length * run.spec.repeats)))
  let first = 0
  for (const { from, to } of rows) {
    for (let next = from; next < to; next += rowsPerTurn) {
      const page = store.answers.page(no, { from: next, to: Math.min(to, next + rowsPerTurn), judges })
      for (const { rowNo, columnNo, answer } of page) answers[columnNo]?.[first + rowNo - from]?.push(answer)
      await turn(signal)
    }
    first += to - from
  }
  return answers
}

const NO_TOKENS: SavingsColumn['tokens'] = {
  prompt: 0,
  stablePrefix: 0,
  markedPrefix: 0,
  prefixEndsAt: null,
  ifMoved: [],
  tools: 0,
  schema: 0,
  parts: [],
  variables: [],
}

function columnsOf(
  { store, models, providers }: CoreContext,
  { run, models: asRun }: StoredRun,
  { wish, looks }: { readonly wish: SavingsWish; readonly looks: (column: ColumnRef) => number | null },
): readonly SavingsColumn[] {
  const catalog = new Map(models.all().map((model) => [model.id, model]))
  const kinds = new Map(providers.all().map(({ id, kind }) => [id, kind]))
  return run.columns.map((column): SavingsColumn => {
    const variant = store.variants.get(column.variantId)
    const model: CatalogModel | undefined = asRun.find(({ id }) => id === column.modelId) ?? catalog.get(column.modelId)
    const ownPrice = model?.price ?? catalog.get(column.modelId)?.price ?? null
    const wanted = wish.assumptions.pricedAs[column.modelId]
    const other = ownPrice === null && wanted !== undefined ? catalog.get(wanted) : undefined
    const { providerId, modelName } = splitModelId(other?.id ?? column.modelId)
    return {
      promptId: column.promptId,
      variantId: column.variantId,
      modelId: column.modelId,
      label: labelOf(run.columns, column),
      variantLabel: column.variantLabel,
      content: variant.content,
      origin: variant.origin,
      parentId: variant.parentId,
      price: ownPrice ?? other?.price ?? null,
      pricedAs: other?.id ?? null,
      isSimulation: model?.isSimulation ?? false,
      capabilities: (other ?? model)?.capabilities ?? null,
      cacheRule: cacheRule({ providerKind: kinds.get(providerId) ?? providerId, modelName }),
      tokens: NO_TOKENS,
      look: looks(column),
    }
  })
}
