import { useEffect, useLayoutEffect, useRef } from 'react'
import type { PartialTexts } from '../../shared/domain/partial.ts'
import { singleChange } from '../../shared/domain/single-change.ts'
import { useTabSwitch } from '../client/use-tab-switch.ts'
import { editorOptions } from './editor-options.ts'
import type { monaco } from './monaco.ts'
import { offerPartials } from './offer-partials.ts'
import { markFindings, offerFixes, type TextFinding } from './quick-fixes.ts'
import { markSpelling, offerSpellings, type SpellingMarks } from './spelling-marks.ts'
import styles from './text-editor.module.css'
import { useTextModels } from './text-models.tsx'
import { typeLongTexts } from './type-long-texts.ts'
import { type Monaco, useMonaco } from './use-monaco.ts'

export type CodeEditor = monaco.editor.IStandaloneCodeEditor

/** A stretch of the text to set off; offsets are UTF-16. */
export interface TextMark {
  readonly start: number
  readonly end: number
  readonly className: string
  /** Markdown, shown on hover. */
  readonly hover?: string
}

export interface TextProblem {
  readonly start: number
  readonly end: number
  readonly message: string
}

export interface TextEditorProps {
  readonly value: string
  readonly onChange: (value: string) => void
  readonly onBlur?: () => void
  /** Accessible name. */
  readonly label: string
  readonly language?: 'markdown' | 'json'
  readonly marks?: readonly TextMark[]
  readonly problems?: readonly TextProblem[]
  /** Marked in the text; their fixes are behind the light bulb and Ctrl+. */
  readonly findings?: readonly TextFinding[]
  /** Misspelled words; null = the spelling is not looked at. */
  readonly spelling?: SpellingMarks | null
  /** Whose names are offered behind `{% render '`. */
  readonly partials?: PartialTexts
  readonly minHeight?: number
  /** As high as its text up to here, so that the page around it scrolls … */
  readonly growHeight?: number
  /** … and for longer texts this high, scrolling by itself: Monaco draws only what is in its own view. */
  readonly maxHeight?: number
  readonly hasLineNumbers?: boolean
  readonly isReadOnly?: boolean
  readonly placeholder?: string
  /** Keeps text model, undo and cursor under this name while the application is open. */
  readonly modelKey?: string
  /** Few-shot examples can be folded. */
  readonly hasFolds?: boolean
  /** Takes the focus once it is there: for what the user has just asked for. */
  readonly startsFocused?: boolean
  readonly testId?: string
  /** Scrolls this offset into view when it changes. */
  readonly revealOffset?: number | null
  /** Selects this stretch and scrolls to it, then says so. */
  readonly reveal?: { readonly start: number; readonly end: number; readonly keepsFocus?: boolean } | null
  readonly onRevealed?: () => void
  /** The editor once it is there, null when it goes: for decorations that follow the view. */
  readonly onEditor?: (handle: EditorHandle | null) => void
}

export interface EditorHandle {
  readonly monaco: Monaco
  readonly editor: monaco.editor.IStandaloneCodeEditor
}

const NOTHING: readonly never[] = []
/** Brackets of prose need no colours: finding their pairs took 15 ms after every large edit of 100,000 tokens. */
const PLAIN_BRACKETS = { bracketColorizationOptions: { enabled: false, independentColorPoolPerBracketType: false } }
const NO_PARTIALS: PartialTexts = {}

/** Monaco as a controlled field that grows with its text; plain text stands in until Monaco is loaded. */
export function TextEditor(props: TextEditorProps) {
  const { value, label, language = 'markdown', marks = NOTHING, problems = NOTHING, findings = NOTHING } = props
  const {
    minHeight = 76,
    growHeight = 480,
    maxHeight = 480,
    hasLineNumbers = false,
    isReadOnly = false,
    hasFolds = false,
    testId,
    revealOffset,
    reveal,
    spelling = null,
  } = props
  const monaco = useMonaco()
  const textModels = useTextModels()
  const { leavesText } = useTabSwitch()
  const host = useRef<HTMLDivElement>(null)
  const editor = useRef<monaco.editor.IStandaloneCodeEditor>(null)
  const decorations = useRef<monaco.editor.IEditorDecorationsCollection>(null)
  /** What the editor holds, so that our own changes coming back are told from those of others. */
  const held = useRef(value)
  const latest = useRef(props)
  latest.current = props

  // biome-ignore lint/correctness/useExhaustiveDependencies: the editor is made once; later values arrive by the effects below
  useEffect(() => {
    if (!monaco || !host.current) return
    const element = host.current
    held.current = latest.current.value
    const { modelKey } = latest.current
    const model = textModels.take(monaco, { key: modelKey, text: held.current, language })
    const made = monaco.editor.create(element, {
      ...editorOptions,
      suggestOnTriggerCharacters: latest.current.partials !== undefined,
      model,
      ariaLabel: label,
      lineNumbers: hasLineNumbers ? 'on' : 'off',
      lineNumbersMinChars: 3,
      lineDecorationsWidth: hasLineNumbers ? 10 : 12,
      readOnly: isReadOnly,
      placeholder: latest.current.placeholder,
      matchBrackets: language === 'json' ? 'always' : 'never',
    })
    // Not before: making the first editor sets the options of all texts.
    if (language !== 'json') model.updateOptions(PLAIN_BRACKETS)
    typeLongTexts(made)
    editor.current = made
    latest.current.onEditor?.({ monaco, editor: made })
    made.restoreViewState(textModels.viewOf(modelKey))
    decorations.current = made.createDecorationsCollection()
    const fitHeight = () => {
      const { width, height: before } = made.getLayoutInfo()
      const height = fittingHeight(made.getContentHeight(), latest.current)
      element.style.height = `${height}px`
      // Its width is known: measuring it anew makes the browser lay out the whole page in mid edit.
      // Drawn with the next frame, not in mid edit.
      if (height !== before) made.layout({ width, height }, true)
    }
    const subscriptions = [
      made.onDidContentSizeChange(fitHeight),
      model.onDidChangeContent(() => {
        const text = model.getValue()
        if (text === held.current) return // it came from outside
        held.current = text
        latest.current.onChange(text)
      }),
      made.onDidChangeCursorPosition(({ position }) => {
        if (made.hasTextFocus())
          followCursor(element, made.getTopForPosition(position.lineNumber, position.column) - made.getScrollTop())
      }),
      made.onDidBlurEditorWidget(() => latest.current.onBlur?.()),
      offerFixes(monaco, model, () => latest.current.findings ?? NOTHING),
      offerSpellings(monaco, model, () => latest.current.spelling ?? null),
      offerPartials(monaco, model, () => latest.current.partials ?? NO_PARTIALS),
    ]
    fitHeight()
    if (latest.current.startsFocused) made.focus()
    return () => {
      for (const subscription of subscriptions) subscription.dispose()
      textModels.giveBack(modelKey, model, made.saveViewState())
      made.dispose()
      editor.current = null
      latest.current.onEditor?.(null)
    }
  }, [monaco])

  // Before the next key can be typed: a late one would put an older text over a newer one.
  useLayoutEffect(() => {
    const model = editor.current?.getModel()
    if (!model || value === held.current) return
    held.current = value
    replaceText(model, value)
  }, [value])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (!monaco || !model) return
    const range = (start: number, end: number) =>
      monaco.Range.fromPositions(model.getPositionAt(start), model.getPositionAt(end))
    decorations.current?.set(
      marks.map(({ start, end, className, hover }) => ({
        range: range(start, end),
        options: { inlineClassName: className, ...(hover ? { hoverMessage: { value: hover } } : {}) },
      })),
    )
    monaco.editor.setModelMarkers(
      model,
      'template',
      problems.map(({ start, end, message }) => {
        const { startLineNumber, startColumn, endLineNumber, endColumn } = range(start, Math.max(end, start + 1))
        return {
          message,
          severity: monaco.MarkerSeverity.Error,
          startLineNumber,
          startColumn,
          endLineNumber,
          endColumn,
        }
      }),
    )
  }, [monaco, marks, problems])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (monaco && model) markFindings(monaco, model, findings)
  }, [monaco, findings])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (monaco && model) markSpelling(monaco, model, spelling)
  }, [monaco, spelling])

  useEffect(() => {
    const model = editor.current?.getModel()
    if (!monaco || !model || revealOffset === null || revealOffset === undefined) return
    editor.current?.revealPositionInCenterIfOutsideViewport(model.getPositionAt(revealOffset))
    host.current?.scrollIntoView({ block: 'nearest' })
  }, [monaco, revealOffset])

  useEffect(() => {
    const made = editor.current
    const model = made?.getModel()
    if (!monaco || !made || !model || !reveal) return
    if (!reveal.keepsFocus) made.focus()
    const start = model.getPositionAt(reveal.start)
    const end = model.getPositionAt(reveal.end)
    // The cursor at the beginning: it is what the page scrolls to.
    made.setSelection(new monaco.Selection(end.lineNumber, end.column, start.lineNumber, start.column))
    made.revealPositionInCenterIfOutsideViewport(start)
    if (reveal.keepsFocus && host.current)
      followCursor(host.current, made.getTopForPosition(start.lineNumber, start.column) - made.getScrollTop())
    latest.current.onRevealed?.()
  }, [monaco, reveal])

  useEffect(() => {
    if (monaco) editor.current?.updateOptions({ folding: hasFolds, lineDecorationsWidth: hasFolds ? 8 : 12 })
  }, [monaco, hasFolds])

  useEffect(() => {
    if (monaco) editor.current?.updateOptions({ tabFocusMode: leavesText })
  }, [monaco, leavesText])

  useEffect(() => {
    const element = host.current
    const made = editor.current
    if (!element || !made) return
    element.style.height = `${fittingHeight(made.getContentHeight(), { minHeight, growHeight, maxHeight })}px`
  }, [minHeight, growHeight, maxHeight])

  return (
    <div ref={host} className={styles.editor} data-testid={testId} data-ready={monaco !== null} style={{ minHeight }}>
      {monaco ? null : <pre className={styles.waiting}>{value.slice(0, 4000)}</pre>}
    </div>
  )
}

/** Only what differs is replaced, as a step of its own for Undo: the cursor and the marks elsewhere stay. */
function replaceText(model: monaco.editor.ITextModel, value: string): void {
  const change = singleChange(model.getValue(), value)
  if (!change) return
  const from = model.getPositionAt(change.at)
  const to = model.getPositionAt(change.at + change.deleteCount)
  const range = {
    startLineNumber: from.lineNumber,
    startColumn: from.column,
    endLineNumber: to.lineNumber,
    endColumn: to.column,
  }
  model.pushStackElement()
  model.pushEditOperations([], [{ range, text: change.insertText }], () => null)
  model.pushStackElement()
}

type Heights = Pick<TextEditorProps, 'minHeight' | 'growHeight' | 'maxHeight'>

function fittingHeight(content: number, { minHeight = 76, growHeight = 480, maxHeight = 480 }: Heights): number {
  return Math.max(minHeight, content > growHeight ? maxHeight : content)
}

/** Room for the sticky head above, and for the line that is being written below. */
const HEAD_PX = 40
const LINE_PX = 32

/** Monaco keeps the cursor in its own view; where the page scrolls instead of Monaco, that is for us to do. */
function followCursor(element: HTMLElement, top: number): void {
  let scroller = element.parentElement
  while (scroller && !/auto|scroll/.test(getComputedStyle(scroller).overflowY)) scroller = scroller.parentElement
  if (!scroller) return
  const view = scroller.getBoundingClientRect()
  const cursor = element.getBoundingClientRect().top + top
  if (cursor < view.top + HEAD_PX) scroller.scrollTop -= view.top + HEAD_PX - cursor
  if (cursor > view.bottom - LINE_PX) scroller.scrollTop += cursor - (view.bottom - LINE_PX)
}
