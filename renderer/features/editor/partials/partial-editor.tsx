import { Button } from '@mantine/core'
import { useMemo, useState } from 'react'
import type { PartialTexts, PromptPartial } from '../../../../shared/domain/partial.ts'
import { expandedText } from '../../../../shared/template/inline-partials.ts'
import { inspectTemplate } from '../../../../shared/template/inspect-template.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useActions } from '../../../client/use-actions.ts'
import { useRoute } from '../../../client/use-route.ts'
import { TextEditor } from '../../../monaco/text-editor.tsx'
import { IconButton } from '../../../ui/icon-button.tsx'
import { InlineEdit } from '../../../ui/inline-edit.tsx'
import { notifyUndo } from '../../../ui/notify.tsx'
import { Page } from '../../../ui/page.tsx'
import { templateMarks } from '../messages/template-marks.ts'
import { formatCount } from '../tokens/format-count.ts'
import { useLiveCounts } from '../tokens/use-live-counts.ts'
import { PartialHistory } from './partial-history.tsx'
import styles from './partials.module.css'
import type { PartialCommands } from './use-partial-commands.tsx'
import { usePartialText } from './use-partial-text.ts'

export interface PartialEditorProps {
  readonly partial: PromptPartial
  /** All of the project, as they are now. */
  readonly texts: PartialTexts
  readonly commands: PartialCommands
  readonly onShowList: (() => void) | null
}

const NOTHING_UNDEFINED: ReadonlySet<string> = new Set()
const STATES = { saved: 'Saved', dirty: 'Editing…', failed: 'Not saved' }

/** One partial: its text, what is wrong with it, what it takes, and who uses it. */
export function PartialEditor({ partial, texts, commands, onShowList }: PartialEditorProps) {
  const { text, state, edit, flush } = usePartialText(partial)
  const all = useMemo(() => ({ ...texts, [partial.name]: text }), [texts, partial.name, text])
  const inspection = useMemo(() => inspectTemplate(text, all), [text, all])
  const marks = useMemo(() => templateMarks(inspection, NOTHING_UNDEFINED, all), [inspection, all])
  const counted = useMemo(() => [expandedText(text, all)], [text, all])
  const [count] = useLiveCounts(counted)
  const [isHistoryShown, setIsHistoryShown] = useState(false)
  const [problem] = inspection.problems
  const variables = [...new Set(inspection.variables.map(({ root }) => root))]
  function restore(before: string, time: string): void {
    const now = text
    edit(before)
    flush()
    const undo = () => {
      edit(now)
      flush()
    }
    notifyUndo(`Restored the text of ${time}.`, undo, { isBrief: true })
  }
  useActions([
    {
      id: 'partial-history',
      label: isHistoryShown ? 'Back to the partial' : 'History of this partial',
      group: 'Prompt',
      keys: 'alt+h',
      run: () => setIsHistoryShown(!isHistoryShown),
    },
  ])
  return (
    <Page
      hasPadding={false}
      title={
        <span style={{ display: 'flex', alignItems: 'center', gap: 8 }}>
          {onShowList ? <IconButton icon="pane-left" label="Show the list of prompts" onClick={onShowList} /> : null}
          <InlineEdit
            value={partial.name}
            label="Partial name"
            maxLength={64}
            onSave={(name) => void commands.rename(partial, name)}
            testId="partial-name"
          />
        </span>
      }
      detail={
        <>
          <span role="status" data-testid="partial-state" data-state={state}>
            {STATES[state]}
          </span>
          {' · '}
          <span className="tabular" data-testid="partial-tokens" title="Tokens of the text as written (o200k_base)">
            {formatCount(count?.counts.o200k_base ?? null)} tokens
          </span>
        </>
      }
      actions={
        <Button
          variant={isHistoryShown ? 'light' : 'default'}
          aria-pressed={isHistoryShown}
          onClick={() => {
            flush()
            setIsHistoryShown(!isHistoryShown)
          }}
          data-testid="partial-history-toggle"
          title="Alt+H"
        >
          History
        </Button>
      }
    >
      {isHistoryShown ? (
        <PartialHistory partial={partial} text={text} onRestore={restore} />
      ) : (
        <div className={styles.body}>
          <UsedBy partial={partial} />
          {problem ? (
            <p className={styles.problem} role="alert" data-testid="partial-problem">
              Line {problem.line}, column {problem.column}: {problem.message}
            </p>
          ) : null}
          <TextEditor
            key={partial.id}
            value={text}
            onChange={edit}
            onBlur={flush}
            label={`Text of the partial ${partial.name}`}
            marks={marks}
            problems={inspection.problems}
            partials={texts}
            placeholder="What several prompts share: tone, house rules, an output format."
            growHeight={4000}
            modelKey={`partial/${partial.id}`}
            testId="partial-editor"
          />
          <p className={styles.hint}>
            {variables.length === 0
              ? 'It reads no variables.'
              : `It reads ${variables.map((name) => `{{${name}}}`).join(', ')} of the case.`}{' '}
            Variants that a run used keep the text that they ran with.
          </p>
        </div>
      )}
    </Page>
  )
}

function UsedBy({ partial }: { readonly partial: PromptPartial }) {
  const { go } = useNavigate()
  const uses = useRoute('partials.uses', { projectId: partial.projectId })
  const all = useRoute('partials.list', { projectId: partial.projectId }).data ?? []
  const own = uses.data?.find(({ partialId }) => partialId === partial.id)
  if (!own) return null
  const isUsed = own.prompts.length + own.partials.length > 0
  return (
    <p className={styles.uses} data-testid="partial-uses">
      {isUsed ? 'Used by' : `Not used yet. {% render '${partial.name}' %} in a prompt puts it in.`}
      {own.prompts.map(({ promptId, promptName, labels }) => (
        <button key={promptId} type="button" className={styles.use} onClick={() => go({ page: 'prompts', promptId })}>
          {promptName} ({labels.join(', ')})
        </button>
      ))}
      {own.partials.map((name) => {
        const other = all.find((one) => one.name === name)
        return other ? (
          <button
            key={name}
            type="button"
            className={styles.use}
            onClick={() => go({ page: 'prompts', partialId: other.id })}
          >
            partial {name}
          </button>
        ) : null
      })}
    </p>
  )
}
