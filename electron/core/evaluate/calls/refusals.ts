import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import type { Store } from '../../store/open-store.ts'
import type { RefusedCall } from './call-model.ts'

type Stores = Pick<Store, 'budgetRules'>

/**
 * What limits refused in a job. One that bears every call ends it; one of a case's tag, or of one prompt among several, leaves out
 * its own calls only.
 */
export class Refusals<Refused extends { readonly scope: string } = RefusedCall> {
  readonly #stores: Stores
  readonly #tags: readonly CallTag[]
  #ofAll: Refused | null = null
  #ofSome: Refused | null = null

  /** @param tags of every call of the job */
  constructor(stores: Stores, tags: readonly CallTag[]) {
    this.#stores = stores
    this.#tags = tags
  }

  /** Ended the job: nothing more is sent then. */
  get ofAll(): Refused | null {
    return this.#ofAll
  }

  /** The first that left out some calls only. */
  get ofSome(): Refused | null {
    return this.#ofSome
  }

  /** What to tell at the end. */
  get told(): Refused | null {
    return this.#ofAll ?? this.#ofSome
  }

  see(refused: Refused): 'all' | 'some' {
    if (!isLimitOfAll(this.#stores, refused.scope, this.#tags)) {
      this.#ofSome ??= refused
      return 'some'
    }
    this.#ofAll ??= refused
    return 'all'
  }
}

function isLimitOfAll({ budgetRules }: Stores, scope: string, tags: readonly CallTag[]): boolean {
  const tag = budgetRules.ofScope(scope)?.tag ?? null
  return tag === null || tags.includes(tag)
}
