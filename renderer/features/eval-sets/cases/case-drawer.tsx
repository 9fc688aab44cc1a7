import { Button, Drawer, TagsInput, Textarea, TextInput } from '@mantine/core'
import { useState } from 'react'
import type { CaseContent } from '../../../../shared/domain/eval-set.ts'
import { Keys } from '../../../ui/marks.tsx'
import { NumberField } from '../../../ui/number-field.tsx'
import { type CaseDraft, contentOf, variableProblem } from './case-draft.ts'
import styles from './case-drawer.module.css'
import type { CaseEditing } from './use-case-editing.ts'

/** The form of one case. Escape gives up; what was typed can then be brought back. */
export function CaseDrawer({ editing }: { readonly editing: CaseEditing }) {
  const { opened } = editing
  return (
    <Drawer
      opened={opened !== null}
      onClose={() => editing.leave()}
      // The second half of a double click on a row is no wish to leave.
      closeOnClickOutside={false}
      position="right"
      size={480}
      title={opened?.evalCase ? `Case ${opened.evalCase.position.toLocaleString('en-US')}` : 'New case'}
      closeButtonProps={{ 'aria-label': 'Close without saving' }}
      transitionProps={{ duration: 0 }}
      overlayProps={{ backgroundOpacity: 0.2 }}
      classNames={{ header: styles.head ?? '', title: styles.title ?? '', body: styles.body ?? '' }}
    >
      {opened ? (
        <CaseForm
          key={`${opened.evalCase?.id ?? 'new'}/${opened.version}`}
          initial={opened.draft}
          isSaving={editing.isSaving}
          onSave={editing.save}
          onChanged={editing.keep}
          onCancel={() => editing.leave()}
        />
      ) : null}
    </Drawer>
  )
}

interface CaseFormProps {
  readonly initial: CaseDraft
  readonly isSaving: boolean
  readonly onSave: (content: CaseContent) => void
  /** Tells what is in the form, so that giving up can be undone. */
  readonly onChanged: (draft: CaseDraft) => void
  readonly onCancel: () => void
}

function CaseForm({ initial, isSaving, onSave, onChanged, onCancel }: CaseFormProps) {
  const [draft, setDraft] = useState(initial)
  const [newName, setNewName] = useState('')
  const content = contentOf(draft)
  const name = newName.trim()
  const isTaken = draft.variables.some((one) => one.name === name)

  function change(part: Partial<CaseDraft>): void {
    const next = { ...draft, ...part }
    setDraft(next)
    onChanged(next)
  }

  function addVariable(): void {
    if (name === '' || isTaken) return
    change({ variables: [...draft.variables, { name, text: '', isJson: false, isAbsent: false }] })
    setNewName('')
  }

  function save(): void {
    if (content) onSave(content)
  }

  return (
    <form
      className={styles.form}
      onSubmit={(event) => {
        event.preventDefault()
        save()
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return
        event.preventDefault()
        event.stopPropagation()
        save()
      }}
    >
      <div className={styles.fields}>
        {draft.variables.map((variable, index) => (
          <Textarea
            key={variable.name}
            label={<code className={styles.variable}>{variable.name}</code>}
            description={variable.isJson ? 'Not text: edited as JSON.' : undefined}
            error={variableProblem(variable)}
            aria-label={`Variable ${variable.name}`}
            data-testid={`case-variable-${variable.name}`}
            data-autofocus={index === 0 ? true : undefined}
            autosize
            minRows={2}
            maxRows={14}
            value={variable.text}
            placeholder={variable.isAbsent ? 'This case has no such variable.' : ''}
            onChange={(event) => {
              const text = event.currentTarget.value
              change({ variables: draft.variables.map((one, at) => (at === index ? { ...one, text } : one)) })
            }}
          />
        ))}
        <div className={styles.add}>
          <TextInput
            label="Another variable"
            placeholder="name"
            value={newName}
            error={isTaken ? 'This case has it already.' : null}
            onChange={(event) => setNewName(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter' || event.ctrlKey || event.metaKey) return
              event.preventDefault()
              addVariable()
            }}
          />
          <Button variant="default" disabled={name === '' || isTaken} onClick={addVariable}>
            Add
          </Button>
        </div>
        <Textarea
          label="Expected answer"
          description="Empty = the case has none. Assertions read it as {{expected}}."
          autosize
          minRows={1}
          maxRows={10}
          data-testid="case-expected"
          value={draft.expected}
          onChange={(event) => change({ expected: event.currentTarget.value })}
        />
        <TagsInput
          size="xs"
          label="Tags"
          placeholder={draft.tags.length === 0 ? 'Enter adds a tag' : ''}
          maxTags={50}
          value={[...draft.tags]}
          onChange={(tags) => change({ tags })}
        />
        <NumberField
          label="Weight"
          description="From 0 to 1,000."
          w={140}
          min={0}
          max={1000}
          error={draft.weight === null ? 'A weight is needed.' : null}
          value={draft.weight}
          onChange={(weight) => change({ weight })}
        />
      </div>
      <div className={styles.foot}>
        <Button variant="default" onClick={onCancel} data-testid="case-cancel">
          Cancel
        </Button>
        <Button
          type="submit"
          disabled={content === null}
          loading={isSaving}
          rightSection={<Keys keys="mod+Enter" />}
          data-testid="case-save"
        >
          Save
        </Button>
      </div>
    </form>
  )
}
