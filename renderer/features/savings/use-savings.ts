import type { ProjectId, RunId } from '../../../shared/domain/ids.ts'
import type {
  SavingsAssumptions,
  SavingsReport,
  SavingsWish,
  Waterfall,
  WaterfallOrder,
} from '../../../shared/domain/savings.ts'
import type { ColumnRef } from '../../../shared/domain/verdict.ts'
import { useRemembered } from '../../client/use-remembered.ts'
import { useRoute } from '../../client/use-route.ts'

type Assumptions = Pick<
  SavingsAssumptions,
  'waitRatio' | 'repeatRatio' | 'hourlyUsd' | 'pricedAs' | 'arrivalsFrom' | 'arrivalTag' | 'embedding'
>

interface Choice {
  readonly runId: RunId | null
  readonly baseline: ColumnRef | null
  readonly assumptions: Assumptions
  readonly order: WaterfallOrder
  /** Null = what the report takes. */
  readonly leverIds: readonly string[] | null
}

const NO_CHOICE: Choice = {
  runId: null,
  baseline: null,
  assumptions: {
    waitRatio: null,
    repeatRatio: null,
    hourlyUsd: 80,
    pricedAs: {},
    arrivalsFrom: 'auto',
    arrivalTag: null,
    embedding: 'stored',
  },
  order: 'best',
  leverIds: null,
}

export interface Savings {
  readonly wish: SavingsWish
  readonly choice: Choice
  readonly change: (part: Partial<Choice>) => void
  readonly assume: (part: Partial<Assumptions>) => void
  /** Undefined while it is worked out for the first time; null = the project has no run with answers. */
  readonly report: SavingsReport | null | undefined
  readonly isStale: boolean
  readonly error: Error | null
  readonly retry: () => void
  /** Null while unknown, or unpriced. */
  readonly waterfall: Waterfall | null
  readonly waterfallError: Error | null
  /** None of the figures is an older choice's, or still on its way. */
  readonly isSettled: boolean
}

/** What the Savings page of a project knows and was told; choices are remembered on this machine. */
export function useSavings(projectId: ProjectId, placeRunId: RunId | null): Savings {
  const [stored, setStored] = useRemembered<Choice>(`savings.${projectId}`, NO_CHOICE)
  // A choice of an older build may lack members.
  const choice: Choice = { ...NO_CHOICE, ...stored, assumptions: { ...NO_CHOICE.assumptions, ...stored.assumptions } }
  const runId = placeRunId ?? choice.runId
  const wish = {
    projectId,
    runId,
    baseline: runId === choice.runId ? choice.baseline : null,
    assumptions: { callsPerDay: null, ...choice.assumptions },
  }
  const report = useRoute('savings.report', wish, { keepPrevious: true })
  const isPriced = report.data?.todayNanoUsd != null
  const leverIds = choice.leverIds === null ? null : [...choice.leverIds]
  const asked = isPriced ? { ...wish, leverIds, order: choice.order } : null
  const waterfall = useRoute('savings.waterfall', asked, { keepPrevious: true })
  return {
    wish,
    choice,
    change: (part) => setStored({ ...choice, ...part }),
    assume: (part) => setStored({ ...choice, assumptions: { ...choice.assumptions, ...part } }),
    report: report.data,
    isStale: report.isPlaceholderData,
    error: report.data === undefined ? report.error : null,
    retry: () => void report.refetch(),
    waterfall: isPriced ? (waterfall.data ?? null) : null,
    waterfallError: waterfall.error,
    isSettled: !report.isPlaceholderData && !(isPriced && (waterfall.isPending || waterfall.isPlaceholderData)),
  }
}
