import type { monaco } from './monaco.ts'
import { THEME_NAME } from './monaco-theme.ts'

/** What every editor and diff of ours has in common: text, wrapped, without the furniture of a code editor. */
export const editorOptions: monaco.editor.IEditorOptions & monaco.editor.IGlobalEditorOptions = {
  theme: THEME_NAME,
  automaticLayout: true,
  fontFamily: 'var(--font-mono)',
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  wordWrap: 'on',
  wrappingIndent: 'same',
  scrollBeyondLastLine: false,
  renderLineHighlight: 'none',
  overviewRulerLanes: 0,
  hideCursorInOverviewRuler: true,
  folding: false,
  glyphMargin: false,
  guides: { indentation: false },
  occurrencesHighlight: 'off',
  selectionHighlight: false,
  quickSuggestions: false,
  suggestOnTriggerCharacters: false,
  wordBasedSuggestions: 'off',
  links: false,
  contextmenu: true,
  padding: { top: 8, bottom: 8 },
  scrollbar: { alwaysConsumeMouseWheel: false, verticalScrollbarSize: 10, horizontalScrollbarSize: 10 },
  unicodeHighlight: { ambiguousCharacters: false },
  fixedOverflowWidgets: true,
  stickyScroll: { enabled: false },
  tabFocusMode: false,
}
