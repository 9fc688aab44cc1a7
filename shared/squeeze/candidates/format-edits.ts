import type { SqueezeChange, SqueezeEdit, SqueezeSegment } from '../../domain/squeeze.ts'
import { overlaps, type SqueezePrompt } from '../read-squeeze-prompt.ts'
import { linesAndSentences, withoutBulletSpan } from '../segment-tree.ts'
import { editOf, templateOf } from './edit-of.ts'
import { FORMAT_WORDS } from './format-words.ts'
import { promptLanguage } from './prompt-language.ts'

/** A request for more words than the answer needs: a sentence around a label, reasons that nobody reads. */
const WORDY =
  /\b(?:complete|full|well-formed|whole)\b[^.]{0,30}\bsentences?\b|\b(?:briefly )?(?:explain|justify|give reasons for|describe)\b[^.]{0,40}\b(?:why|reason\w*|decision|choice|answer)\b|\bin your own words\b|\b(?:vollst[äa]ndige\w*|ganze\w*)\b[^.]{0,20}\bS[äa]tze?\w*\b|\bbegr[üu]nde\w*\b|\bphrases? compl[èe]tes?\b|\b(?:explique|justifie)\w*\b|\b(?:frase|oraci[óo]n)(?:es)? completas?\b|\bjustifica\w*\b/iu
/** Whoever asks for one of these wants it: it is no wordiness. */
const STRICT =
  /\b(?:JSON|XML|YAML|CSV|schema|exactly|genau|exactement|exactamente|must|muss|doit|debe|never|nie|jamais|nunca)\b|\b(?:not|no|nicht|kein\w*|pas|sin)\b/iu

export interface FormatFacts {
  /** The answers that the cases expect, when they are few: labels; empty = not a classification, or unknown. */
  readonly labels: readonly string[]
}

/**
 * Variants of what the prompt asks to be written: a bare label in place of a sentence around it, with the examples' answers
 * cut to match; a terse answer where reasons are asked for. They change a rule, so that only cases can justify them.
 */
export function formatEdits(prompt: SqueezePrompt, { labels }: FormatFacts): SqueezeEdit[] {
  const wordy = wordyPlaces(prompt, ['prose', 'list-item'])
  if (wordy.length === 0) return []
  const words = FORMAT_WORDS[promptLanguage(prompt)]
  const isLabel = labels.length > 1
  const text = isLabel ? words.labelOnly : words.short
  const edit = editOf(prompt, {
    id: isLabel ? 'format-label-only' : 'format-terse',
    kind: isLabel ? 'output-format' : 'answer-length',
    risk: 'R2',
    label: isLabel ? 'Ask for the label only' : 'Ask for a terse answer',
    reason: isLabel
      ? 'The answers that the cases expect are labels; a sentence around them is billed at the output price.'
      : 'The prompt asks for words that the cases may not need; output is the dearest token class.',
    segmentIds: wordy.flatMap(({ segment }) => [segment.id]),
    replacesLedgerIds: wordy.flatMap(({ itemIds }) => itemIds),
    changes: [...askInstead(wordy, text), ...(isLabel ? shortAnswers(prompt, labels) : [])],
  })
  return edit ? [edit] : []
}

/**
 * What asks for another form in place of the prompt's own request for more words, with the examples' answers cut to the labels.
 *
 * @param labels empty = the answers stay as they are
 * @returns null where the prompt asks for no more words than the answer needs
 */
export function formatChanges(prompt: SqueezePrompt, text: string, labels: readonly string[]): FormatChange[] | null {
  // What is made here is read by the user before it runs, so that sentences beside a variable may change as well.
  const wordy = wordyPlaces(prompt, ['prose', 'list-item', 'slot'])
  return wordy.length === 0 ? null : [...askInstead(wordy, text), ...shortAnswers(prompt, labels)]
}

type FormatChange = Omit<SqueezeChange, 'original'>

function askInstead(wordy: readonly WordyPlace[], text: string): FormatChange[] {
  return wordy.map(({ segment, start, end }, index) => ({
    messageIndex: segment.messageIndex,
    start,
    end,
    replacement: index === 0 ? text : '',
  }))
}

interface WordyPlace {
  readonly segment: SqueezeSegment
  readonly start: number
  readonly end: number
  readonly itemIds: readonly string[]
}

function wordyPlaces(prompt: SqueezePrompt, kinds: readonly SqueezeSegment['kind'][]): WordyPlace[] {
  return prompt.segments.flatMap((segment) => {
    if (!kinds.includes(segment.kind)) return []
    if (segment.keptBecause?.startsWith('You')) return []
    const template = templateOf(prompt, segment.messageIndex)
    return linesAndSentences(template, segment).flatMap((span): WordyPlace[] => {
      const place = withoutBulletSpan(template, span)
      const sentence = template.slice(place.start, place.end)
      if (!WORDY.test(sentence) || STRICT.test(sentence) || sentence.includes('{{')) return []
      const items = prompt.ledger.filter((item) => item.messageIndex === segment.messageIndex && overlaps(item, place))
      if (items.some(({ literals }) => literals.length > 0)) return []
      return [{ segment, ...place, itemIds: items.map(({ id }) => id) }]
    })
  })
}

const ANSWER_LINE =
  /^([ \t]*\**(?:output|answer|label|response|result|sentiment|classification|category|intent|antwort|ergebnis|r[ée]ponse|r[ée]sultat|respuesta|salida)\**[ \t]*:[ \t]*)(\S.*)$/gimu

/** The examples' answers cut to the one label that they name. */
export function shortAnswers(prompt: SqueezePrompt, labels: readonly string[]): FormatChange[] {
  return prompt.segments.flatMap(({ kind, messageIndex, start, text }) => {
    if (kind !== 'example') return []
    return [...text.matchAll(ANSWER_LINE)].flatMap(({ 1: cue = '', 2: answer = '', index }) => {
      const named = labels.filter((label) => holdsWord(answer, label))
      const [label] = named
      if (named.length !== 1 || label === undefined || answer.trim() === label) return []
      const at = start + index + cue.length
      return [{ messageIndex, start: at, end: at + answer.length, replacement: label }]
    })
  })
}

function holdsWord(text: string, word: string): boolean {
  const at = text.toLowerCase().indexOf(word.toLowerCase())
  if (at < 0) return false
  return !/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? ' ')
}
