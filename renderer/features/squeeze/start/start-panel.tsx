import { Button, Tabs } from '@mantine/core'
import { useState } from 'react'
import { type Prompt, type Variant, variantLabel } from '../../../../shared/domain/prompt.ts'
import type { SearchMode } from '../../../../shared/domain/squeeze.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { useCommand } from '../../../client/use-command.ts'
import { ActionBar } from '../../../ui/action-bar.tsx'
import { Keys, Tag } from '../../../ui/marks.tsx'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import { MODE_LABELS, MODES, nounOf } from '../squeeze-words.ts'
import { FreezeList } from './freeze-list.tsx'
import { LedgerEditor } from './ledger-editor.tsx'
import styles from './start.module.css'
import { StartFields } from './start-fields.tsx'
import { StartForecast } from './start-forecast.tsx'
import { useSqueezeForm } from './use-squeeze-form.ts'

export interface StartPanelProps {
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
  readonly first: Variant
  /** What it opens with instead of the last choice. */
  readonly mode: SearchMode | null
}

/** What a new squeeze is told, with its calls, cost and rules, before anything is asked. */
export function StartPanel({ prompt, variants, first, mode }: StartPanelProps) {
  const [variantId, setVariantId] = useState(first.id)
  const variant = variants.find(({ id }) => id === variantId) ?? first
  return (
    <StartForm
      key={variant.id}
      prompt={prompt}
      variants={variants}
      variant={variant}
      mode={mode}
      onVariant={setVariantId}
    />
  )
}

interface StartFormProps {
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
  readonly variant: Variant
  readonly mode: SearchMode | null
  readonly onVariant: (id: Variant['id']) => void
}

function StartForm({ prompt, variants, variant, mode, onVariant }: StartFormProps) {
  const { go } = useNavigate()
  const form = useSqueezeForm(prompt, variant, mode)
  const start = useCommand('squeeze.start')
  const { preview, spec, isLimitMissing } = form
  const isReady =
    spec !== null && preview !== null && !form.isPreviewStale && preview.problems.length === 0 && !isLimitMissing

  async function begin(): Promise<void> {
    if (!isReady || start.isRunning) return
    const started = await start.run(spec)
    if (started) go({ page: 'squeeze', promptId: prompt.id, squeezeId: started.squeezeId })
  }

  useActions([
    {
      id: 'squeeze-start',
      label: `Start this ${nounOf(form.choices.mode)}`,
      group: 'Squeeze',
      keys: 'mod+Enter',
      run: () => void begin(),
    },
    ...MODES.map(({ mode: one }, index) => ({
      id: `squeeze-${one}`,
      label: `Choose ${MODE_LABELS[one]}`,
      group: 'Squeeze',
      keys: `alt+${index + 1}`,
      run: () => form.change({ mode: one }),
    })),
  ])

  if (form.loadError) return <FailedState error={form.loadError} />
  if (form.isLoading) return <LoadingRows rows={10} label="Loading models and eval sets" />
  return (
    <div className={styles.start} data-testid="squeeze-start-panel">
      <div className={styles.startColumns}>
        <StartFields form={form} variants={variants} variant={variant} onVariant={onVariant} />
        <section className={styles.startRight} aria-label="Before it starts">
          <StartForecast form={form} />
          <Tabs defaultValue="rules" keepMounted={false} className={styles.startTabs ?? ''}>
            <Tabs.List>
              <Tabs.Tab value="rules" rightSection={preview ? <Tag>{preview.ledger.length}</Tag> : null}>
                Rules to keep
              </Tabs.Tab>
              <Tabs.Tab
                value="segments"
                data-testid="squeeze-segments-tab"
                rightSection={
                  form.frozen.length > 0 ? (
                    <Tag tone="accent">{form.frozen.length} frozen</Tag>
                  ) : preview ? (
                    <Tag>{preview.segments.length}</Tag>
                  ) : null
                }
              >
                Parts to freeze
              </Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="rules" className={styles.startPanel ?? ''}>
              {preview ? (
                <LedgerEditor form={form} preview={preview} messages={variant.content.messages} />
              ) : (
                <Unread isPossible={spec !== null} label="Reading the rules" />
              )}
            </Tabs.Panel>
            <Tabs.Panel value="segments" className={styles.startPanel ?? ''}>
              {preview ? (
                <FreezeList segments={preview.segments} frozen={form.frozen} onChange={form.setFrozen} />
              ) : (
                <Unread isPossible={spec !== null} label="Reading the segments" />
              )}
            </Tabs.Panel>
          </Tabs>
        </section>
      </div>
      <ActionBar>
        <span className="muted">
          Nothing is asked, and nothing spent, before you start. Variant {variantLabel(variant)} stays as it is.
        </span>
        <Button
          disabled={!isReady}
          loading={start.isRunning}
          onClick={() => void begin()}
          rightSection={<Keys keys="mod+Enter" />}
          data-testid="squeeze-start"
        >
          Start {MODE_LABELS[form.choices.mode]}
        </Button>
      </ActionBar>
    </div>
  )
}

/** Before the prompt is read: soon, or not before something is chosen. */
function Unread({ isPossible, label }: { readonly isPossible: boolean; readonly label: string }) {
  if (isPossible) return <LoadingRows label={label} />
  return <p className={styles.note}>The prompt is read once there is something to start.</p>
}
