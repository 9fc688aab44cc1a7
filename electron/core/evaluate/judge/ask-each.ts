import { AppError } from '../../../../shared/contract/errors.ts'
import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import type { Store } from '../../store/open-store.ts'
import type { RefusedCall } from '../calls/call-model.ts'
import { Refusals } from '../calls/refusals.ts'
import type { LentJudge } from './lend-judge.ts'

interface Asking<T> {
  readonly items: Iterable<T>
  /** Of every item's calls. */
  readonly tags: readonly CallTag[]
  /** So many at once. */
  readonly places: number
  readonly signal: AbortSignal
  /** Null = nobody is to be asked. */
  readonly lend: (onRefused: (refused: RefusedCall) => void) => LentJudge | null
  readonly ask: (item: T, judge: LentJudge) => Promise<void>
  /** An expected failure of one item; thrown on, it ends all. */
  readonly onFault: (fault: AppError) => void
  /** After each item that no limit refused. */
  readonly onTried?: () => void
}

/**
 * Tries each item once with a judge. A limit that does not bear one leaves out that item only, unless it holds for all of them.
 *
 * @returns the call that a limit refused; null when all were tried, or after an abort
 * @throws what is no expected failure, as of a library that cannot be written
 */
export async function askEach<T>(
  store: Pick<Store, 'budgetRules'>,
  { items, tags, places, signal, lend, ask, onFault, onTried = () => undefined }: Asking<T>,
): Promise<RefusedCall | null> {
  const refusals = new Refusals(store, tags)
  let broken: { readonly error: unknown } | null = null
  const judge = lend((refused) => refusals.see(refused))
  if (judge === null) return null
  const waiting = items[Symbol.iterator]()

  async function tryOne(item: T, port: LentJudge): Promise<void> {
    try {
      await ask(item, port)
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      if (error.code === 'budget-exceeded' || error.code === 'cancelled') return
      onFault(error)
    }
    onTried()
  }

  async function workThrough(port: LentJudge): Promise<void> {
    try {
      while (!signal.aborted && refusals.ofAll === null && broken === null) {
        const next = waiting.next()
        if (next.done) return
        await tryOne(next.value, port)
      }
    } catch (error) {
      broken ??= { error }
    }
  }

  await Promise.all(Array.from({ length: Math.max(1, places) }, () => workThrough(judge)))
  const thrown = broken as { readonly error: unknown } | null // set in a callback, which the compiler does not follow
  if (thrown !== null) throw thrown.error
  return refusals.told
}
