import { useCallback, useMemo } from 'react'
import { dropExample, moveExample } from '../../../../shared/compress/edit-examples.ts'
import { findExamples, type TextExample } from '../../../../shared/compress/find-examples.ts'
import type { Message } from '../../../../shared/domain/prompt.ts'
import type { CodeEditor } from '../../../monaco/text-editor.tsx'
import { notifyDone, notifyUndo } from '../../../ui/notify.tsx'

/** Longer texts are not looked through at every key. */
const MAX_CHARACTERS = 200_000
const NONE: readonly TextExample[] = []
const NO_LOCKS: readonly string[] = []

export interface MessageEdits {
  readonly examples: readonly TextExample[]
  readonly lockSelection: () => void
  readonly toggleLock: (text: string) => void
  readonly moveExample: (from: number, to: number) => void
  readonly dropExample: (index: number) => void
  readonly foldExample: (example: TextExample) => void
  readonly revealExample: (example: TextExample) => void
}

/** What can be done to parts of one message: locks, and its few-shot examples. */
export function useMessageEdits(
  message: Message,
  change: (part: Partial<Message>) => void,
  editor: CodeEditor | null,
): MessageEdits {
  const { template } = message
  const examples = useMemo(() => (template.length > MAX_CHARACTERS ? NONE : findExamples(template)), [template])
  const locked = message.locked ?? NO_LOCKS

  const toggleLock = useCallback(
    (text: string): void => {
      if (text.trim() === '') return
      change({ locked: locked.includes(text) ? locked.filter((one) => one !== text) : [...locked, text] })
    },
    [locked, change],
  )
  const lockSelection = useCallback(() => {
    const model = editor?.getModel()
    const selection = editor?.getSelection()
    const text = model && selection ? model.getValueInRange(selection) : ''
    if (text.trim() === '') notifyDone('Select the text to lock first.')
    else toggleLock(text)
  }, [editor, toggleLock])

  function positionOf(offset: number) {
    return editor?.getModel()?.getPositionAt(offset) ?? null
  }

  return {
    examples,
    toggleLock,
    lockSelection,
    moveExample(from, to) {
      const after = moveExample(template, examples, from, to)
      const before = textsOf(template, examples)
        .toSpliced(from, 1)
        .toSpliced(to, 0, textsOf(template, examples)[from] ?? '')
      // A heading may have another number at its new place.
      const moved = new Map(before.map((text, index) => [text, textsOf(after, findExamples(after))[index] ?? text]))
      change({ template: after, locked: message.locked?.map((text) => moved.get(text) ?? text) })
    },
    dropExample(index) {
      const example = examples[index]
      if (!example) return
      change({ template: dropExample(template, example), locked: message.locked })
      notifyUndo(`Dropped example ${index + 1}.`, () => change({ template, locked: message.locked }), { isBrief: true })
    },
    foldExample(example) {
      const line = positionOf(example.start)?.lineNumber
      if (line === undefined) return
      editor?.setPosition({ lineNumber: line, column: 1 })
      editor?.trigger('examples', 'editor.toggleFold', {})
    },
    revealExample(example) {
      const start = positionOf(example.start)
      const end = positionOf(example.end)
      if (!start || !end) return
      editor?.setSelection({
        startLineNumber: end.lineNumber,
        startColumn: end.column,
        endLineNumber: start.lineNumber,
        endColumn: start.column,
      })
      editor?.revealPositionInCenterIfOutsideViewport(start)
      editor?.focus()
    },
  }
}

function textsOf(template: string, examples: readonly TextExample[]): string[] {
  return examples.map(({ start, end }) => template.slice(start, end))
}
