import type { AppError } from '../../../../shared/contract/errors.ts'
import type { EvalCase } from '../../../../shared/domain/eval-set.ts'
import type { CaseId, EvalSetId } from '../../../../shared/domain/ids.ts'
import { useClient } from '../../../client/services.tsx'
import { useRoute } from '../../../client/use-route.ts'

const PAGE_SIZE = 200
/** What one request may ask for at most. */
const MAX_PAGE_SIZE = 1000

export interface CasePages {
  /** How many cases match; null until the first answer. */
  readonly total: number | null
  readonly error: AppError | null
  readonly retry: () => void
  /** Null while its page is on its way. */
  readonly caseAt: (index: number) => EvalCase | null
}

/** The cases between two places of the list: never more than two pages are held on screen, however long the set. */
export function useCasePages(
  evalSetId: EvalSetId,
  { search, first, last }: { readonly search: string; readonly first: number; readonly last: number },
): CasePages {
  const headOffset = Math.floor(first / PAGE_SIZE) * PAGE_SIZE
  const tailOffset = Math.floor(last / PAGE_SIZE) * PAGE_SIZE
  const common = { evalSetId, search, limit: PAGE_SIZE }
  const head = useRoute('cases.page', { ...common, offset: headOffset }, { keepPrevious: true })
  const tail = useRoute('cases.page', { ...common, offset: tailOffset }, { keepPrevious: true })
  return {
    total: head.data?.total ?? null,
    error: head.error ?? tail.error,
    retry: () => void Promise.all([head.refetch(), tail.refetch()]),
    caseAt(index) {
      // A placeholder holds the rows of another page.
      const fromHead = head.isPlaceholderData ? undefined : head.data?.cases[index - headOffset]
      const fromTail = tail.isPlaceholderData ? undefined : tail.data?.cases[index - tailOffset]
      return fromHead ?? fromTail ?? null
    },
  }
}

/** Reads the ids of the matching cases from one place of the list to before another, page by page. */
export function useCaseIds(evalSetId: EvalSetId) {
  const client = useClient()
  return async (range: { readonly search: string; readonly from: number; readonly to: number }): Promise<CaseId[]> => {
    const ids: CaseId[] = []
    while (range.from + ids.length < range.to) {
      const offset = range.from + ids.length
      const limit = Math.min(MAX_PAGE_SIZE, range.to - offset)
      const { cases } = await client.call('cases.page', { evalSetId, search: range.search, offset, limit })
      if (cases.length === 0) break
      ids.push(...cases.map(({ id }) => id))
    }
    return ids
  }
}
