import type { AppError } from '../../../../shared/contract/errors.ts'
import { Icon } from '../../../ui/icon.tsx'
import styles from './providers.module.css'

const NAMED = 6

/** What a check found: the models there are, or what went wrong. */
export function CheckResult({
  error,
  models,
}: {
  readonly error: AppError | null
  readonly models: readonly string[] | null
}) {
  if (error) {
    return (
      <p className={styles.result} data-tone="bad" role="alert" data-selectable data-testid="check-result">
        <Icon name="warning" size={14} />
        <span>{error.message}</span>
      </p>
    )
  }
  if (models === null) return null
  return (
    <p className={styles.result} data-tone="good" role="status" data-selectable data-testid="check-result">
      <Icon name="check" size={14} />
      <span>{foundText(models)}</span>
    </p>
  )
}

function foundText(models: readonly string[]): string {
  if (models.length === 0)
    return 'It answers, but lists no model. Load one there, or add models by hand on the page Models.'
  const named = models.slice(0, NAMED).join(', ')
  const rest = models.length - NAMED
  const count = `${models.length.toLocaleString('en-US')} ${models.length === 1 ? 'model' : 'models'}`
  return `It answers, with ${count}: ${named}${rest > 0 ? ` and ${rest.toLocaleString('en-US')} more` : ''}. They are on the page Models.`
}
