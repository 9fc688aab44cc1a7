import type { CallTag } from '../../../../shared/domain/call-tag.ts'
import { ruleIdOf } from '../../store/budget-rule-store.ts'
import type { Store } from '../../store/open-store.ts'

/**
 * Whether a limit that refused one call bears every call of a job. One of a case's tag, or of one prompt among several, leaves out its
 * own calls only.
 *
 * @param scope that refused
 * @param tags of every call of the job
 */
export function isLimitOfAll(
  { budgetRules }: Pick<Store, 'budgetRules'>,
  scope: string,
  tags: readonly CallTag[],
): boolean {
  if (!scope.startsWith('rule:')) return true
  const tag = budgetRules.list().find(({ id }) => id === ruleIdOf(scope))?.tag ?? null
  return tag === null || tags.includes(tag)
}
