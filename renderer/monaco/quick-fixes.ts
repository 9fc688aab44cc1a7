import type { monaco } from './monaco.ts'
import type { Monaco } from './use-monaco.ts'

/** Something to say about a stretch of the text, with what can be done about it. */
export interface TextFinding {
  readonly id: string
  /** UTF-16 offsets. */
  readonly start: number
  readonly end: number
  /** What stood there when it was found: where the text has other words by now, it is not marked. */
  readonly words: string
  readonly message: string
  /** Who says it, in brackets behind the message. */
  readonly source: string
  readonly tone: 'warning' | 'info' | 'hint'
  /** The first one is the one to prefer. */
  readonly fixes: readonly { readonly title: string; readonly run: () => void }[]
}

const OWNER = 'lint'

/** Marks findings in a model; before, theirs are taken away. */
export function markFindings(monaco: Monaco, model: monaco.editor.ITextModel, findings: readonly TextFinding[]): void {
  const severities = {
    warning: monaco.MarkerSeverity.Warning,
    info: monaco.MarkerSeverity.Info,
    hint: monaco.MarkerSeverity.Hint,
  }
  monaco.editor.setModelMarkers(
    model,
    OWNER,
    findings.filter(isStillThere(model.getValue())).map((finding) => ({
      ...rangeOf(model, finding),
      message: finding.message,
      source: finding.source,
      code: finding.id,
      severity: severities[finding.tone],
    })),
  )
}

function isStillThere(text: string): (finding: TextFinding) => boolean {
  return ({ words, start }) => text.startsWith(words, start)
}

/** Offers the fixes of a model's findings behind the light bulb and Ctrl+. */
export function offerFixes(
  monaco: Monaco,
  model: monaco.editor.ITextModel,
  findings: () => readonly TextFinding[],
): monaco.IDisposable {
  const commandId = `pithy.quick-fix.${model.id}`
  const command = monaco.editor.registerCommand(commandId, (_accessor, id: string, index: number) =>
    findings()
      .find((finding) => finding.id === id)
      ?.fixes[index]?.run(),
  )
  const provider = monaco.languages.registerCodeActionProvider(model.getLanguageId(), {
    provideCodeActions(asked, range) {
      if (asked !== model) return NO_ACTIONS
      const from = model.getOffsetAt({ lineNumber: range.startLineNumber, column: range.startColumn })
      const to = model.getOffsetAt({ lineNumber: range.endLineNumber, column: range.endColumn })
      const here = findings().filter(({ start, end }) => start <= to && from <= end)
      const markers = monaco.editor.getModelMarkers({ resource: model.uri, owner: OWNER })
      const actions = here.flatMap(({ id, fixes }) =>
        fixes.map(({ title }, index) => ({
          title,
          kind: 'quickfix',
          isPreferred: index === 0,
          diagnostics: markers.filter(({ code }) => code === id),
          command: { id: commandId, title, arguments: [id, index] },
        })),
      )
      return { actions, dispose: () => {} }
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

function rangeOf(model: monaco.editor.ITextModel, { start, end }: TextFinding) {
  const from = model.getPositionAt(start)
  const to = model.getPositionAt(Math.max(end, start + 1))
  return {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  }
}
