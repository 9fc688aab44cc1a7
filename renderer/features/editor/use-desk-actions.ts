import { type Prompt, type Variant, variantLabel } from '../../../shared/domain/prompt.ts'
import type { Action } from '../../client/actions.ts'
import { useActions } from '../../client/use-actions.ts'
import type { Gutter } from './gutter/use-gutter.ts'
import type { Lint } from './lint/use-lint.ts'
import type { Spelling } from './spelling/use-spelling.ts'
import type { Desk } from './use-desk.ts'
import type { PromptCommands } from './use-prompt-commands.tsx'
import type { PromptRun } from './use-prompt-run.ts'
import { useSidePane } from './use-side-pane.ts'
import type { VariantCommands } from './use-variant-commands.ts'

export type DeskView = 'write' | 'preview' | 'compare' | 'history'

export interface DeskActions {
  readonly prompt: Prompt
  readonly variants: readonly Variant[]
  readonly desk: Desk
  readonly lint: Lint
  readonly gutter: Gutter
  readonly spelling: Spelling
  readonly commands: PromptCommands
  readonly variantCommands: VariantCommands
  readonly view: DeskView
  readonly setView: (view: DeskView) => void
  /** Null while no run of the prompt is under way. */
  readonly running: PromptRun | null
  readonly run: () => void
  readonly squeeze: () => void
  readonly exportVariant: () => void
  readonly find: () => void
  readonly askNote: () => void
  readonly askVariantName: () => void
}

/** Everything that can be done to the variant on the screen: in the palette, and by keys. */
export function useDeskActions(given: DeskActions): void {
  const { desk, view } = given
  const { sampleIndex, showSample, evalSet } = desk
  const side = useSidePane()
  const toggle = (other: DeskView) => () => given.setView(view === other ? 'write' : other)
  const isPreview = view === 'preview'
  const label = variantLabel(desk.variant)
  useActions([
    ...promptActions(given, label),
    ...variantActions(given, label, toggle('history')),
    ...viewActions(given),
    ...lintActions(given.lint),
    {
      id: 'preview',
      label: isPreview ? 'Back to the text' : 'Preview with a case filled in',
      group: 'View',
      keys: 'alt+p',
      run: toggle('preview'),
    },
    ...(view === 'write'
      ? []
      : [{ id: 'write', label: 'Write on', group: 'View', keys: 'Escape', run: () => given.setView('write') }]),
    ...(evalSet && sampleIndex + 1 < evalSet.caseCount
      ? [caseAction('Next', isPreview ? 'j' : null, () => showSample(sampleIndex + 1))]
      : []),
    ...(evalSet && sampleIndex > 0
      ? [caseAction('Previous', isPreview ? 'k' : null, () => showSample(sampleIndex - 1))]
      : []),
    ...side.actions,
  ])
}

function promptActions(given: DeskActions, label: string): readonly Action[] {
  const { prompt, commands, running, desk } = given
  const group = 'Prompt'
  return [
    running
      ? { id: 'run', label: 'Stop the run of this prompt', group, keys: 'mod+Enter', run: running.stop }
      : { id: 'run', label: 'Run this prompt…', group, keys: 'mod+Enter', run: given.run },
    { id: 'save', label: 'Save now', group, keys: 'mod+s', run: () => void desk.draft.flush() },
    { id: 'export', label: `Export variant ${label}…`, group, run: given.exportVariant },
    { id: 'squeeze', label: `Squeeze variant ${label}…`, group, keys: 'alt+s', run: given.squeeze },
    { id: 'new-prompt', label: 'New prompt…', group, run: () => void commands.create() },
    { id: 'import-prompt', label: 'Import prompt…', group, run: commands.importFile },
    { id: 'rename-prompt', label: 'Rename this prompt…', group, run: () => void commands.askRename(prompt) },
    { id: 'archive-prompt', label: 'Archive this prompt', group, run: () => void commands.archive(prompt) },
    ...desk.models.flatMap(({ id, label: name }) => {
      const ask = desk.exactCounts.askFor(id)
      return ask ? [{ id: `count-${id}`, label: `Count exactly for ${name}`, group, run: ask }] : []
    }),
    ...desk.evalSets
      .filter(({ id }) => id !== desk.evalSet?.id)
      .map(({ id, name }) => ({
        id: `fill-${id}`,
        label: `Fill in cases of ${name}`,
        group,
        run: () => desk.chooseEvalSet(id),
      })),
  ]
}

function variantActions(given: DeskActions, label: string, toggleHistory: () => void): readonly Action[] {
  const { desk, variants, variantCommands } = given
  const group = 'Variants'
  return [
    {
      id: 'fork',
      label: `New variant from ${label}`,
      group,
      keys: 'alt+n',
      run: () => void variantCommands.fork(desk.variant),
    },
    { id: 'history', label: 'History of the variants and of what was typed', group, keys: 'alt+h', run: toggleHistory },
    { id: 'note', label: `Note on variant ${label}…`, group, keys: 'n', run: given.askNote },
    { id: 'rename-variant', label: `Rename variant ${label}…`, group, run: given.askVariantName },
    ...(variants.length > 1
      ? [
          {
            id: 'archive-variant',
            label: `Archive variant ${label}`,
            group,
            run: () => void variantCommands.archive(desk.variant),
          },
        ]
      : []),
  ]
}

function viewActions({ desk, gutter, spelling, find }: DeskActions): readonly Action[] {
  const group = 'View'
  return [
    { id: 'find', label: 'Find and replace in all messages', group: 'Messages', keys: 'mod+shift+f', run: find },
    {
      id: 'gutter',
      label: gutter.isOn ? 'Hide tokens and $ beside the text' : 'Show tokens and $ beside the text',
      group,
      keys: 'alt+g',
      run: gutter.toggle,
    },
    {
      id: 'token-colors',
      label: desk.tokenColors.isOn ? 'Take token colours off' : 'Colour tokens',
      group,
      run: desk.tokenColors.toggle,
    },
    {
      id: 'spelling',
      label: spelling.isOn ? 'Stop checking the spelling' : 'Check the spelling',
      group,
      keys: 'alt+z',
      run: spelling.toggle,
    },
    {
      id: 'worth',
      label: desk.worth.isOn ? 'Hide what each part is worth' : 'Show what each part is worth',
      group,
      run: desk.worth.toggle,
    },
  ]
}

function lintActions({ findings, dismissedCount, actions }: Lint): readonly Action[] {
  const group = 'Fixes'
  const fixes = [
    { risk: 'R0', words: 'lossless' },
    { risk: 'R1', words: 'near-lossless' },
    { risk: 'R2', words: 'to be evaluated' },
  ] as const
  return [
    ...fixes.flatMap(({ risk, words }) => {
      const count = (findings ?? []).filter((finding) => finding.risk === risk && finding.fix !== null).length
      const label = `Fix all that is ${words} (${count})`
      return count === 0 ? [] : [{ id: `fix-${risk}`, label, group, run: () => actions.fixClass(risk) }]
    }),
    ...(dismissedCount > 0
      ? [{ id: 'undismiss', label: 'Show dismissed findings again', group, run: actions.restoreDismissed }]
      : []),
  ]
}

function caseAction(which: 'Next' | 'Previous', keys: string | null, run: () => void): Action {
  const label = `${which} case filled in`
  return { id: `case-${which}`, label, group: 'View', ...(keys ? { keys } : {}), run }
}
