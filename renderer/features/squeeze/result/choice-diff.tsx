import { Switch } from '@mantine/core'
import type { SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { useRemembered } from '../../../client/use-remembered.ts'
import { useRoute } from '../../../client/use-route.ts'
import { TextDiff } from '../../../monaco/text-diff.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import styles from '../result.module.css'
import type { Choice } from './use-choice.ts'

/** The prompt as it was and as the chosen edits make it. */
export function ChoiceDiff({ squeeze, choice }: { readonly squeeze: SqueezeSnapshot; readonly choice: Choice }) {
  const original = useRoute('variants.get', { variantId: squeeze.variantId })
  const [isPlain, setIsPlain] = useRemembered('squeeze-plain', false)
  const { check, checkError } = choice
  if (checkError && !check) return <FailedState error={checkError} />
  if (!check || !original.data) return <LoadingRows rows={8} label="Composing the prompt" />
  const { messages } = original.data.content
  return (
    <section className={styles.diffPane} aria-label="The prompt with the chosen edits" data-stale={choice.isStale}>
      <header className={styles.diffHead}>
        <h3>{isPlain ? 'As chosen' : 'Original → as chosen'}</h3>
        <Switch
          label="Text only"
          checked={isPlain}
          onChange={(event) => setIsPlain(event.currentTarget.checked)}
          data-testid="squeeze-plain"
        />
      </header>
      {messages.map(({ role, template }, index) => {
        const chosen = check.messages[index]?.template ?? template
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: messages are known by their place and never move here
          <div key={index}>
            <p className={styles.rowNote}>
              Message {index + 1}, {role}
              {chosen === template ? ', unchanged' : ''}
            </p>
            {isPlain || chosen === template ? (
              <pre className={styles.plain} data-testid={`squeeze-text-${index}`}>
                {chosen}
              </pre>
            ) : (
              <TextDiff
                original={template}
                modified={chosen}
                labels={[`Message ${index + 1}, original`, `Message ${index + 1}, as chosen`]}
                isInline
                growHeight={8000}
              />
            )}
          </div>
        )
      })}
    </section>
  )
}
