import type { monaco } from './monaco.ts'
import type { Monaco } from './use-monaco.ts'

/** The words of a text that are spelled wrong, and what can be done about one. */
export interface SpellingMarks {
  readonly words: readonly { readonly start: number; readonly end: number; readonly word: string }[]
  readonly suggest: (word: string) => Promise<readonly string[]>
  /** From now on it is right. */
  readonly add: (word: string) => void
}

const OWNER = 'spelling'

/** Marks misspelled words in a model; null takes the marks away. */
export function markSpelling(monaco: Monaco, model: monaco.editor.ITextModel, marks: SpellingMarks | null): void {
  monaco.editor.setModelMarkers(
    model,
    OWNER,
    (marks?.words ?? []).map(({ start, end, word }) => {
      const from = model.getPositionAt(start)
      const to = model.getPositionAt(end)
      return {
        startLineNumber: from.lineNumber,
        startColumn: from.column,
        endLineNumber: to.lineNumber,
        endColumn: to.column,
        message: `“${word}” is in no dictionary.`,
        source: 'Spelling',
        code: word,
        severity: monaco.MarkerSeverity.Warning,
      }
    }),
  )
}

/** Offers better spellings behind the light bulb and Ctrl+., and to keep the word. */
export function offerSpellings(
  monaco: Monaco,
  model: monaco.editor.ITextModel,
  marks: () => SpellingMarks | null,
): monaco.IDisposable {
  const commandId = `pithy.add-word.${model.id}`
  const command = monaco.editor.registerCommand(commandId, (_accessor, word: string) => marks()?.add(word))
  const provider = monaco.languages.registerCodeActionProvider(model.getLanguageId(), {
    async provideCodeActions(asked, range) {
      const known = marks()
      // Monaco moves its markers with the text that is typed: they tell where the words are now.
      const here = monaco.editor
        .getModelMarkers({ resource: model.uri, owner: OWNER })
        .filter((marker) => monaco.Range.areIntersectingOrTouching(marker, range))
      if (asked !== model || !known || here.length === 0) return NO_ACTIONS
      const actions = await Promise.all(here.map((marker) => actionsFor(model, marker, known, commandId)))
      return { actions: actions.flat(), dispose: () => {} }
    },
  })
  return {
    dispose() {
      provider.dispose()
      command.dispose()
    },
  }
}

const NO_ACTIONS = { actions: [], dispose: () => {} }

async function actionsFor(
  model: monaco.editor.ITextModel,
  marker: monaco.editor.IMarker,
  { suggest }: SpellingMarks,
  commandId: string,
): Promise<monaco.languages.CodeAction[]> {
  const word = String(marker.code)
  const { startLineNumber, startColumn, endLineNumber, endColumn } = marker
  const range = { startLineNumber, startColumn, endLineNumber, endColumn }
  const keep = `Add “${word}” to the project’s words`
  return [
    ...(await suggest(word)).map((text, index) => ({
      title: `Spell: ${text}`,
      kind: 'quickfix',
      isPreferred: index === 0,
      diagnostics: [marker],
      edit: { edits: [{ resource: model.uri, textEdit: { range, text }, versionId: model.getVersionId() }] },
    })),
    {
      title: keep,
      kind: 'quickfix',
      diagnostics: [marker],
      command: { id: commandId, title: keep, arguments: [word] },
    },
  ]
}
