import { useEffect, useRef, useState } from 'react'
import type { Input } from '../../../../shared/contract/routes.ts'
import type { ProjectId, PromptId, VariantId } from '../../../../shared/domain/ids.ts'
import type { AnswerColumns, ColumnMapping } from '../../../../shared/domain/import.ts'
import { suggestAnswers } from '../../../../shared/import/suggest-answers.ts'
import { useNavigate } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { useRoute } from '../../../client/use-route.ts'
import { notifyDone } from '../../../ui/notify.tsx'

type Request = Input<'imports.answers'>

export interface RecordedAnswers {
  /** Whether the table is read as one of answers, too. */
  readonly isOn: boolean
  readonly setIsOn: (isOn: boolean) => void
  readonly answers: readonly AnswerColumns[]
  readonly setAnswers: (answers: readonly AnswerColumns[]) => void
  readonly prompts: readonly { readonly id: PromptId; readonly name: string }[]
  readonly promptId: PromptId | null
  readonly setPromptId: (id: PromptId) => void
  readonly variants: readonly { readonly id: VariantId; readonly letter: string; readonly name: string }[]
  readonly variantId: VariantId | null
  readonly setVariantId: (id: VariantId) => void
  /** What keeps it from being imported; null when nothing does. */
  readonly problem: string | null
  readonly isRunning: boolean
  /** Columns of answers are no variables. */
  readonly mappingOf: (mapping: readonly ColumnMapping[]) => ColumnMapping[]
  readonly run: (table: Pick<Request, 'text' | 'format' | 'delimiter' | 'name' | 'mapping'>) => Promise<boolean>
  readonly cancel: () => void
}

/** The answers that a table holds beside its cases, and the prompt that they answered. */
export function useRecordedAnswers(projectId: ProjectId, columns: readonly string[]): RecordedAnswers {
  const [isOn, setIsOn] = useState(false)
  const [answers, setAnswers] = useState<readonly AnswerColumns[]>(() => suggestAnswers(columns))
  const prompts = useRoute('prompts.list', isOn ? { projectId } : null).data ?? []
  const [wantedPrompt, setPromptId] = useState<PromptId | null>(null)
  const promptId = prompts.find(({ id }) => id === wantedPrompt)?.id ?? prompts[0]?.id ?? null
  const variants = useRoute('variants.list', promptId ? { promptId } : null).data ?? []
  const [wantedVariant, setVariantId] = useState<VariantId | null>(null)
  const variantId = variants.find(({ id }) => id === wantedVariant)?.id ?? variants[0]?.id ?? null
  const command = useCommand('imports.answers')
  const { go } = useNavigate()
  const abort = useRef<AbortController | null>(null)
  useEffect(() => () => abort.current?.abort(), [])

  return {
    ...{ isOn, setIsOn, answers, setAnswers, prompts, promptId, setPromptId, variants, variantId, setVariantId },
    problem: isOn ? problemOf(answers, variantId) : null,
    isRunning: command.isRunning,
    mappingOf(mapping) {
      const taken = new Set<string | null>(
        isOn ? answers.flatMap(({ model: _model, ...used }) => Object.values(used)) : [],
      )
      return mapping.map((one) => (taken.has(one.column) ? { ...one, use: 'ignore' } : one))
    },
    async run(table) {
      if (variantId === null) return false
      abort.current = new AbortController()
      const done = await command.run({ ...table, projectId, variantId, answers: [...answers] }, abort.current.signal)
      if (!done) return false
      const count = done.imported.toLocaleString('en-US')
      notifyDone(`The answers to ${count} cases are a run now; nothing was sent, and nothing spent.`)
      go({ page: 'runs', runId: done.runId })
      return true
    },
    cancel: () => abort.current?.abort(),
  }
}

function problemOf(answers: readonly AnswerColumns[], variantId: VariantId | null): string | null {
  if (answers.length === 0) return 'Say which column holds the answers.'
  if (answers.some(({ model }) => model.trim() === '')) return 'Each column of answers needs the name of its model.'
  if (new Set(answers.map(({ model }) => model.trim())).size < answers.length)
    return 'Two columns of answers need two names of models.'
  return variantId === null ? 'Write the prompt that was answered first: a run belongs to one.' : null
}
