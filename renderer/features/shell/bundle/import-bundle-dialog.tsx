import { Button, Checkbox, Modal, SegmentedControl } from '@mantine/core'
import { useState } from 'react'
import type { BundlePreview } from '../../../../shared/domain/bundle.ts'
import type { Project } from '../../../../shared/domain/prompt.ts'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { plural } from '../../../ui/figures.ts'
import { Icon } from '../../../ui/icon.tsx'
import { Tag } from '../../../ui/marks.tsx'
import previewStyles from '../../../ui/preview-dialog.module.css'
import { FailedState, LoadingRows } from '../../../ui/states.tsx'
import styles from './bundle.module.css'

export interface ImportBundleDialogProps {
  readonly bundleId: string
  readonly fileName: string
  /** The open project, which the bundle can join. */
  readonly current: Project | null
  readonly onClose: () => void
  /** With what was done, in a sentence. */
  readonly onImported: (project: Project, text: string) => void
}

/** What a bundle holds and what taking it in would do; nothing is stored before that. */
export function ImportBundleDialog({ bundleId, fileName, current, onClose, onImported }: ImportBundleDialogProps) {
  const [place, setPlace] = useState<'new' | 'join'>('new')
  const [isReplacing, setIsReplacing] = useState(false)
  const intoProjectId = place === 'join' ? (current?.id ?? null) : null
  const preview = useRoute('bundles.preview', { bundleId, intoProjectId }, { keepPrevious: true })
  const take = useCommand('bundles.import')

  async function run(): Promise<void> {
    const made = await take.run({ bundleId, intoProjectId, partials: isReplacing ? 'replace' : 'keep' })
    if (made) onImported(made.project, `Imported into "${made.project.name}": ${amountText(made.added)}.`)
  }

  return (
    <Modal
      opened
      onClose={onClose}
      title={`Import ${fileName}`}
      size={640}
      closeButtonProps={{ 'aria-label': 'Close' }}
    >
      {preview.isPending ? <LoadingRows rows={6} label={`Reading ${fileName}`} /> : null}
      {preview.error ? <FailedState error={preview.error} onRetry={() => void preview.refetch()} /> : null}
      {preview.data ? (
        <div className={previewStyles.stack} data-testid="import-bundle-preview">
          <p className={previewStyles.line}>
            “{preview.data.projectName}”, exported on {preview.data.exportedAt.slice(0, 10)}:{' '}
            {amountText(preview.data.counts)}.
          </p>
          {current ? (
            <SegmentedControl
              aria-label="Where it goes"
              value={place}
              onChange={(value) => setPlace(value === 'join' ? 'join' : 'new')}
              data={[
                { value: 'new', label: 'A new project' },
                { value: 'join', label: `Join “${current.name}”` },
              ]}
            />
          ) : null}
          <Contents preview={preview.data} />
          <Notes preview={preview.data} />
          {preview.data.partials.some(({ state }) => state === 'different') ? (
            <Checkbox
              checked={isReplacing}
              onChange={({ currentTarget }) => setIsReplacing(currentTarget.checked)}
              label="Replace the text of partials that differ; without it, what is here stays"
            />
          ) : null}
          <div className={previewStyles.foot}>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button onClick={() => void run()} loading={take.isRunning} data-testid="import-bundle-take">
              {place === 'join' ? 'Add what is missing' : 'Import as a new project'}
            </Button>
          </div>
        </div>
      ) : null}
    </Modal>
  )
}

function Contents({ preview }: { readonly preview: BundlePreview }) {
  const rows = [
    ...preview.prompts.map(({ name, state, variants, newVariants }) => ({
      kind: 'Prompt',
      name,
      state,
      detail:
        newVariants === variants ? plural(variants, 'variant') : `${newVariants} of ${plural(variants, 'variant')}`,
    })),
    ...preview.partials.map(({ name, state }) => ({ kind: 'Partial', name, state, detail: '' })),
    ...preview.evalSets.map(({ name, state, cases }) => ({
      kind: 'Eval set',
      name,
      state,
      detail: plural(cases, 'case'),
    })),
    ...preview.runs.map(({ name, state, cells }) => ({ kind: 'Run', name, state, detail: plural(cells, 'cell') })),
    ...(preview.ownRules === null
      ? []
      : [
          {
            kind: 'Rules',
            name: 'Before the model',
            state: preview.ownRules.state,
            detail: plural(preview.ownRules.rules, 'rule'),
          },
        ]),
    ...preview.embeddings.map(({ name, state, vectors }) => ({
      kind: 'Embeddings',
      name,
      state,
      detail: plural(vectors, 'text'),
    })),
  ]
  return (
    <div className={previewStyles.scroller}>
      <table className={`${previewStyles.table} ${styles.table}`}>
        <thead>
          <tr>
            <th>What</th>
            <th>Name</th>
            <th>Holds</th>
            <th>Here</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ kind, name, state, detail }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two may have one name, and none moves
            <tr key={index}>
              <td className="muted">{kind}</td>
              <td className={styles.name} title={name}>
                {name}
              </td>
              <td className="tabular">{detail}</td>
              <td>
                <Tag tone={TONES[state]}>{STATES[state]}</Tag>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

const STATES = { new: 'new', same: 'already there', merged: 'joins its name', different: 'differs' } as const
const TONES = { new: 'accent', same: 'neutral', merged: 'accent', different: 'warn' } as const

function Notes({ preview: { evalSets, missingModels, ownRules, embeddings } }: { readonly preview: BundlePreview }) {
  const notes = [
    ...evalSets
      .filter(({ hasCode }) => hasCode)
      .map(({ name }) => `“${name}” has assertions in JavaScript. They stay off until you allow them.`),
    ...(missingModels.length === 0
      ? []
      : [`Not known here, so they cannot be asked again: ${missingModels.join(', ')}.`]),
    ...(ownRules?.state === 'different'
      ? ['The rules before the model differ from those of this project, which stay.']
      : []),
    ...embeddings
      .filter(({ state }) => state === 'different')
      .map(({ name }) => `Embeddings of ${name} have another length than those that are here, and are left out.`),
  ]
  return notes.length === 0 ? null : (
    <ul className={previewStyles.notes} aria-label="Worth knowing">
      {notes.map((note) => (
        <li key={note}>
          <Icon name="warning" size={12} />
          <span>{note}</span>
        </li>
      ))}
    </ul>
  )
}

function amountText({ prompts, variants, evalSets, cases, runs }: BundlePreview['counts']): string {
  return `${plural(prompts, 'prompt')} (${plural(variants, 'variant')}), ${plural(evalSets, 'eval set')} (${plural(cases, 'case')}), ${plural(runs, 'run')}`
}
