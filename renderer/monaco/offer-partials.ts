import type { PartialTexts } from '../../shared/domain/partial.ts'
import type { monaco } from './monaco.ts'
import type { Monaco } from './use-monaco.ts'

const BEFORE = /\{%-?\s*render\s+(['"])([\w-]*)$/
/** What is left of a tag behind the cursor, the brace that the editor closed by itself among it. */
const AFTER = /^[\w-]*['"]?\s*-?%?\}?/
const EXCERPT_CHARACTERS = 600

/** Offers the names of partials behind `{% render '`. */
export function offerPartials(
  monaco: Monaco,
  model: monaco.editor.ITextModel,
  partials: () => PartialTexts,
): monaco.IDisposable {
  return monaco.languages.registerCompletionItemProvider(model.getLanguageId(), {
    triggerCharacters: ["'", '"'],
    provideCompletionItems(asked, { lineNumber, column }) {
      if (asked !== model) return NOTHING
      const line = model.getLineContent(lineNumber)
      const before = BEFORE.exec(line.slice(0, column - 1))
      if (!before) return NOTHING
      const [, quote = "'", begun = ''] = before
      const rest = AFTER.exec(line.slice(column - 1))?.[0] ?? ''
      const range = {
        startLineNumber: lineNumber,
        startColumn: column - begun.length,
        endLineNumber: lineNumber,
        endColumn: column + rest.length,
      }
      return {
        suggestions: Object.entries(partials()).map(([name, text]) => ({
          label: name,
          kind: monaco.languages.CompletionItemKind.Snippet,
          detail: text.trim().split('\n', 1)[0]?.slice(0, 60) ?? '',
          documentation: text.slice(0, EXCERPT_CHARACTERS),
          insertText: `${name}${quote} %}`,
          // What is replaced may hold more than the name, and must match what it is filtered by.
          filterText: `${name}${rest}`,
          range,
        })),
      }
    },
  })
}

const NOTHING: monaco.languages.CompletionList = { suggestions: [] }
