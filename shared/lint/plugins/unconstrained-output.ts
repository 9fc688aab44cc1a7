import type { FindingDraft, LintRule } from '../lint-rule.ts'
import type { LintPrompt } from '../lint-setting.ts'

/** Any word that could say what the answer looks like, or how long it is: one is enough to keep silent. */
const CONSTRAINT =
  /\b(?:formats?|formatted|json|ya?ml|xml|html|csv|markdown|tables?|lists?|bullets?|numbered|headings?|labels?|categor(?:y|ies)|one of|options?|words?|sentences?|paragraphs?|lines?|pages?|characters?|tokens?|brief(?:ly)?|concise(?:ly)?|short(?:er)?|length|long|detailed|only|just|exactly|at most|at least|no more than|maximum|yes or no|true or false|number|integer|score|rating|rate|code|function|query|sql|regex|diff|template|structure|schema|tags?|fields?|keys?|columns?|email|e-mail|letter|essay|poem|haiku|tweet|title|headline|subject line|translate|translation|rewrite|rephrase|correct|proofread|return|print|output|steps?|summar(?:y|ise|ize)|date)\b/i
/** "Answer with its name", "reply in English", "answer “yes” or “no”", "classify it as true or false". */
const ANSWER_NAMED =
  /\b(?:answer|reply|respond)(?: (?:the|each|every|it|only|\w+ly) ?\w*){0,1} (?:with|in|as|by)\b|\b(?:answer|reply|respond) ["“‘'`]|\b(?:classify|sort|route|mark|rate|grade)\b[^.!?\n]{1,80}\b(?:as|into)\b/i
/** The words above are English: of a text in another language they tell nothing. */
const IS_ENGLISH = /\b(?:the|this|these|is|are|and|of|to|for|you|with)\b/i
const MIN_WORDS = 6

export const plugin: LintRule = {
  id: 'unconstrained-output',
  label: 'Answer left open',
  description:
    'Nothing says what the answer looks like or how long it is. Output tokens cost four to eight times as much.',
  risk: 'R2',
  scope: 'prompt',
  check: findOpenAnswer,
}

function findOpenAnswer({ messages, hasResponseSchema }: LintPrompt): FindingDraft[] {
  if (hasResponseSchema) return []
  const asking = messages.filter(({ isExample }) => !isExample)
  // Examples show the form of the answer.
  if (asking.length < messages.length || asking.some(hasExample)) return []
  const sentences = asking.flatMap(({ index, sentences: own }) => own.map((sentence) => ({ index, ...sentence })))
  const words = sentences.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0)
  const isNamed = ({ template }: LintPrompt['messages'][number]) =>
    CONSTRAINT.test(template) || ANSWER_NAMED.test(template)
  if (words < MIN_WORDS || asking.some(isNamed) || !asking.some(({ template }) => IS_ENGLISH.test(template))) return []
  const last = sentences.at(-1)
  if (!last) return []
  const message = 'Nothing says what the answer looks like or how long it is: name a format or a length.'
  return [{ messageIndex: last.index, start: last.start, end: last.end, message, fix: null }]
}

function hasExample({ segments }: LintPrompt['messages'][number]): boolean {
  return segments.some(({ kind }) => kind === 'example' || kind === 'json' || kind === 'table')
}
