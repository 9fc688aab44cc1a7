import { Button } from '@mantine/core'
import { useCallback, useDeferredValue, useState } from 'react'
import { type Prompt, type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import { useNavigate } from '../../client/services.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { InlineEdit } from '../../ui/inline-edit.tsx'
import { Page } from '../../ui/page.tsx'
import { Split, SplitHandle, SplitPanel } from '../../ui/split.tsx'
import { useNameDialog } from '../../ui/use-name-dialog.tsx'
import { FindBar } from './find/find-bar.tsx'
import { FrozenNote } from './frozen-note.tsx'
import { useGutter } from './gutter/use-gutter.ts'
import { CompareMenu } from './history/compare-menu.tsx'
import { CompareView } from './history/compare-view.tsx'
import { type ComparedText, HistoryView } from './history/history-view.tsx'
import { useLint } from './lint/use-lint.ts'
import { MessagesColumn } from './messages/messages-column.tsx'
import { PartFocusProvider } from './part-focus.tsx'
import { PreviewColumn } from './preview/preview-column.tsx'
import { SaveState } from './save-state.tsx'
import { SidePane } from './side-pane.tsx'
import { useSpelling } from './spelling/use-spelling.ts'
import { useDesk } from './use-desk.ts'
import { type DeskView, useDeskActions } from './use-desk-actions.ts'
import type { PromptCommands } from './use-prompt-commands.tsx'
import { usePromptRun } from './use-prompt-run.ts'
import { useSidePane } from './use-side-pane.ts'
import { useVariantCommands } from './use-variant-commands.ts'
import styles from './variant-desk.module.css'
import { VariantTabs } from './variant-tabs.tsx'

export interface VariantDeskProps {
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
  readonly current: Variant
  readonly commands: PromptCommands
  readonly onChoose: (letter: string) => void
  readonly onShowList: (() => void) | null
}

/** The work area around one variant: head, tabs, messages, and the pane on the right. */
export function VariantDesk({ prompt, variants, current, commands, onChoose, onShowList }: VariantDeskProps) {
  const desk = useDesk(prompt, current)
  const lint = useLint(desk)
  const gutter = useGutter(desk)
  const spelling = useSpelling(desk)
  // The pane's many figures are drawn after the key is on the screen, and between keys, not before it.
  const calmDesk = useDeferredValue(desk)
  const calmLint = useDeferredValue(lint)
  const { go } = useNavigate()
  const { isHidden: isSideHidden, toggle: toggleSide } = useSidePane()
  const running = usePromptRun(prompt)
  const { askName, dialog } = useNameDialog()
  const [view, setView] = useState<DeskView>('write')
  const [isFinding, setIsFinding] = useState(false)
  const [compared, setCompared] = useState<ComparedText | null>(null)
  const variantCommands = useVariantCommands(onChoose)
  const other = view === 'compare' ? textToCompare(compared, variants, current) : null
  const { flush } = desk.draft

  async function leaveFor(place: Parameters<typeof go>[0]): Promise<void> {
    // What is run and exported is what the library holds.
    if (await flush()) go(place)
  }
  const run = () => void leaveFor({ page: 'runs', newRunFor: prompt.id })
  const squeeze = () => void leaveFor({ page: 'squeeze', promptId: prompt.id, variantId: current.id })
  const exportVariant = () => void leaveFor({ page: 'export', variantId: current.id })
  const toggleHistory = () => setView(view === 'history' ? 'write' : 'history')
  const togglePreview = () => setView(view === 'preview' ? 'write' : 'preview')
  const write = useCallback(() => setView('write'), [])
  function compare(text: ComparedText | null): void {
    setCompared(text)
    setView(text ? 'compare' : 'write')
  }
  async function askNote(): Promise<void> {
    const title = `Note on variant ${variantLabel(current)}`
    const note = await askName({ title, label: 'Note', verb: 'Keep', value: current.note })
    if (note !== null) await variantCommands.setNote(current, note)
  }
  async function askVariantName(): Promise<void> {
    const title = `Rename variant ${variantLabel(current)}`
    const name = await askName({ title, label: 'Variant name', verb: 'Rename', value: current.name })
    if (name !== null) await variantCommands.rename(current, name)
  }
  useDeskActions({
    prompt,
    variants,
    desk,
    lint,
    gutter,
    spelling,
    commands,
    variantCommands,
    view,
    setView,
    running,
    run,
    squeeze,
    exportVariant,
    find: () => {
      setView('write')
      setIsFinding(true)
    },
    askNote: () => void askNote(),
    askVariantName: () => void askVariantName(),
  })

  return (
    <Page
      hasPadding={false}
      title={
        <span className={styles.title}>
          {onShowList ? <IconButton icon="pane-left" label="Show the list of prompts" onClick={onShowList} /> : null}
          <InlineEdit
            value={prompt.name}
            label="Prompt name"
            onSave={(name) => void commands.rename(prompt.id, name)}
            testId="prompt-name"
          />
        </span>
      }
      detail={<SaveState variant={current} />}
      actions={
        <>
          <Button
            variant={view === 'preview' ? 'light' : 'default'}
            aria-pressed={view === 'preview'}
            onClick={togglePreview}
            data-testid="preview-toggle"
            title="Alt+P"
          >
            Preview
          </Button>
          <CompareMenu
            variants={variants.filter(({ letter }) => letter !== current.letter)}
            isComparing={other !== null}
            onCompare={(variant) => compare(variant && { label: variantLabel(variant), variant, content: null })}
          />
          <Button
            variant={view === 'history' ? 'light' : 'default'}
            aria-pressed={view === 'history'}
            onClick={toggleHistory}
            data-testid="history"
            title="Alt+H"
          >
            History
          </Button>
          <Button variant="default" onClick={exportVariant} data-testid="export">
            Export…
          </Button>
          {running ? (
            <Button
              variant="default"
              loading={running.isStopping}
              onClick={running.stop}
              data-testid="stop"
              title={`Ctrl+Enter\n${running.job.title}: ${running.job.done} of ${running.job.total}. What is under way is finished, and Resume runs the rest.`}
            >
              Stop
            </Button>
          ) : (
            <Button onClick={run} leftSection={<Icon name="play" size={12} />} data-testid="run" title="Ctrl+Enter">
              Run…
            </Button>
          )}
          <IconButton
            icon="pane-right"
            label={isSideHidden ? 'Show the right pane' : 'Hide the right pane'}
            keys="Ctrl+Shift+B"
            onClick={toggleSide}
            testId="toggle-side"
          />
        </>
      }
    >
      <PartFocusProvider>
        <Split id="desk" panelIds={isSideHidden ? ['text'] : ['text', 'side']}>
          <SplitPanel id="text" minSize={320}>
            <div className={styles.text}>
              <VariantTabs variants={variants} desk={desk} onChoose={onChoose} commands={variantCommands} />
              {view === 'history' ? (
                <HistoryView
                  desk={desk}
                  commands={variantCommands}
                  onChoose={onChoose}
                  onCompare={compare}
                  onClose={() => setView('write')}
                />
              ) : other ? (
                <CompareView left={other} desk={desk} />
              ) : (
                <>
                  {isFinding ? (
                    <FindBar
                      messages={desk.draft.content.messages}
                      newest={() => desk.draft.newest().messages}
                      onReplace={(messages) => desk.draft.edit((content) => ({ ...content, messages }))}
                      onClose={() => setIsFinding(false)}
                    />
                  ) : null}
                  <FrozenNote desk={desk} variants={variants} />
                  {view === 'preview' ? (
                    <PreviewColumn desk={desk} onLeave={write} />
                  ) : (
                    <MessagesColumn
                      key={`${prompt.id}/${current.letter}`}
                      desk={desk}
                      lint={lint}
                      gutter={gutter}
                      spelling={spelling}
                    />
                  )}
                </>
              )}
            </div>
          </SplitPanel>
          {isSideHidden ? null : (
            <>
              <SplitHandle label="Resize the right pane" />
              <SplitPanel
                id="side"
                defaultSize={336}
                minSize={260}
                maxSize={560}
                groupResizeBehavior="preserve-pixel-size"
              >
                <SidePane desk={calmDesk} lint={calmLint} onChoose={onChoose} />
              </SplitPanel>
            </>
          )}
        </Split>
      </PartFocusProvider>
      {dialog}
    </Page>
  )
}

/** The chosen text as it is now; null when it is the current variant itself, or gone. */
function textToCompare(
  compared: ComparedText | null,
  variants: readonly Variant[],
  current: Variant,
): ComparedText | null {
  if (!compared || compared.content) return compared
  const variant = variants.find(({ letter }) => letter === compared.variant.letter && letter !== current.letter)
  return variant ? { label: variantLabel(variant), variant, content: null } : null
}
