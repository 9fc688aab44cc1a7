import type { Decision, Example, Label } from './prompt-model.ts'

interface LabelSet {
  readonly key: string | null
  readonly labels: readonly Label[]
  /** How sure it is that this is a set of labels. */
  readonly weight: number
}

const MAX_LABELS = 200
/** A list in the flow of a sentence is no label set unless the examples' answers say so. */
const MIN_SCORE = 1
const MAX_LINE = 4000

/** Finds the label sets: in schemas, definition lists, lists in a sentence, scales and the examples' answers. */
export function readDecisions(rest: string, examples: readonly Example[]): Decision[] {
  const defined = definitionLists(rest)
  const keyed = [...schemaSets(rest), ...exampleKeySets(examples)]
  const inline = inlineSets(rest)
  if (keyed.length > 0) return uniqueKeys(keyed).map((set) => toDecision(merge(set, [...defined, ...inline])))
  const bare = exampleSet(examples)
  const candidates = [...defined, ...inline, ...bare]
  const best = candidates
    .map((set) => ({ set, score: set.weight + 2 * supportOf(set, examples) }))
    .filter(({ score }) => score >= MIN_SCORE)
    .sort((first, second) => second.score - first.score)[0]
  return best ? [toDecision(merge(best.set, candidates))] : []
}

/** The label that an answer names: at `key` in JSON, else the first one in the text. */
export function labelIn(output: string, decision: Decision): string | null {
  const value = decision.key === null ? output : (jsonObject(output)?.[decision.key] ?? '')
  const text = String(value).toLowerCase()
  let found: { name: string; at: number } | null = null
  for (const { name } of decision.labels) {
    const at = indexOfWord(text, name.toLowerCase())
    if (at >= 0 && (!found || at < found.at || (at === found.at && name.length > found.name.length)))
      found = { name, at }
  }
  return found?.name ?? null
}

export function jsonObject(text: string): Readonly<Record<string, unknown>> | null {
  const trimmed = text.trim()
  if (!trimmed.startsWith('{')) return null
  try {
    const value: unknown = JSON.parse(trimmed)
    // JSON.parse of a text that starts with a brace gives an object.
    return value as Record<string, unknown>
  } catch {
    return null
  }
}

const ITEM =
  /^[ \t]*(?:([-*•+]|\d+[.)])[ \t]+)?(\*\*|__|`|"|“)?([\p{L}\d][\p{L}\d _/&-]{0,40}?)(?:\*\*|__|`|"|”)?(:|[ \t]+(?:–|—|-|=)[ \t]|[ \t]+(?=\()|[ \t]+(?=(?:if|when|for|on|in all other)\b))(?:\*\*)?[ \t]*(\S.*)$/u

/** Runs of lines that each name and explain a label. */
function definitionLists(rest: string): LabelSet[] {
  const sets: LabelSet[] = []
  let run: Label[] = []
  const close = () => {
    if (run.length >= 2) sets.push({ key: null, labels: joinSame(run), weight: 2 })
    run = []
  }
  for (const line of rest.split('\n')) {
    const match = line.length <= MAX_LINE ? ITEM.exec(line) : null
    const isMarked =
      match !== null && (match[2] !== undefined || (match[1] !== undefined && /^[^ ]+( [^ ]+)?$/.test(match[3] ?? '')))
    if (match && isMarked && run.length < MAX_LABELS) {
      run.push({ name: (match[3] ?? '').trim(), definition: (match[5] ?? '').replace(/\*\*/g, '').trim() })
    } else if (line.trim() !== '') close()
  }
  close()
  return sets
}

function joinSame(labels: readonly Label[]): Label[] {
  const byName = new Map<string, Label>()
  for (const { name, definition } of labels) {
    const known = byName.get(name.toLowerCase())
    byName.set(
      name.toLowerCase(),
      known ? { name: known.name, definition: `${known.definition} ${definition}`.trim() } : { name, definition },
    )
  }
  return [...byName.values()]
}

function schemaSets(rest: string): LabelSet[] {
  const enums = /"([\w-]+)"\s*:\s*\{[^{}]{0,200}?"enum"\s*:\s*\[([^\]]{1,4000})\]/g
  const choices = /"([\w-]+)"\s*:\s*"?<?(?:one of:?\s*)?((?:[\w-]+\s*[|/]\s*)+[\w-]+)>?"?/g
  return [
    ...[...rest.matchAll(enums)].map(([, key = '', list = '']) => namedSet(key, splitQuoted(list), 5)),
    ...[...rest.matchAll(choices)].map(([, key = '', list = '']) => namedSet(key, list.split(/\s*[|/]\s*/), 5)),
  ].filter(({ labels }) => labels.length >= 2)
}

/** Keys of JSON answers whose values come from few short words. */
function exampleKeySets(examples: readonly Example[]): LabelSet[] {
  const values = new Map<string, Set<string>>()
  for (const { output } of examples) {
    for (const [key, value] of Object.entries(jsonObject(output) ?? {})) {
      if (!/^(string|number|boolean)$/.test(typeof value)) continue
      const seen = values.get(key) ?? new Set()
      values.set(key, seen.add(String(value)))
    }
  }
  return [...values]
    .filter(([, seen]) => [...seen].every((value) => value.length > 0 && value.split(/\s+/).length <= 3))
    .map(([key, seen]) => namedSet(key, [...seen], 1))
}

const QUOTED = /["'`“‘*]+([^"'`”’*\n]{1,40})["'`”’*]+/g
const CUE =
  /\b(one of|either|labels?|categor\w+|class\w*|options?|choices|choose|intents?|queues?|topics?|answer|respond|reply|output|sentiment|whether|values?|tags?|say|spam)\b/i
/** "Is the review positive or negative?" */
const CHOICE_QUESTION = /^[ \t]*(?:is|are|was|does|do) [^?\n]{3,200}\bor\b[^?\n]{1,60}\?/i
const LIST =
  /((?:["'`*]*[\p{L}\d][\p{L}\d_-]{0,30}["'`*]*(?:,\s*|\s*\|\s*|\s*\/\s*)){0,60}["'`*]*[\p{L}\d][\p{L}\d_-]{0,30}["'`*]*)(?:,?\s+(or|and)\s+)(["'`*]*[\p{L}\d][\p{L}\d_-]{0,30}["'`*]*)/giu
const COMMA_LIST =
  /((?:["'`*]*[\p{L}\d][\p{L}\d_-]{0,30}["'`*]*,\s*){1,60}["'`*]*[\p{L}\d][\p{L}\d_-]{0,30}["'`*]*)\s*(?:[.)\n]|$)/giu
const BARS = /(?:[\w-]+\s*\|\s*)+[\w-]+/g

/** "(positive, negative or neutral)", "yes or no", "a | b | c", "from 1 to 5". */
function inlineSets(rest: string): LabelSet[] {
  const sets: LabelSet[] = []
  for (const line of rest.split(/\n|(?<=[.?!])\s/)) {
    if (line.length > MAX_LINE) continue
    const cue = CHOICE_QUESTION.exec(line) ?? CUE.exec(line)
    const after = cue ? line.slice(cue.index) : ''
    for (const [, head = '', joint = '', tail = ''] of after.matchAll(LIST))
      sets.push(namedSet(null, [...splitList(head), bareName(tail)], weightOf(line, head, joint === 'or')))
    for (const [, list = ''] of after.matchAll(COMMA_LIST))
      sets.push(namedSet(null, splitList(list), weightOf(line, list, true)))
    for (const [list] of after.includes('|') ? after.matchAll(BARS) : [])
      sets.push(namedSet(null, list.split(/\s*\|\s*/), 1.5))
    const quoted = [...after.matchAll(QUOTED)].map(([, name = '']) => name.trim())
    if (quoted.length >= 2) sets.push(namedSet(null, quoted, 0.5))
    sets.push(...scaleIn(line))
  }
  return sets.filter(({ labels }) => labels.length >= 2 && labels.length <= MAX_LABELS)
}

/** Lists in brackets or after a colon, or of yes and no, are meant as choices; one in the flow of a sentence seldom is. */
function weightOf(line: string, head: string, isChoice: boolean): number {
  const before = line.slice(0, Math.max(0, line.indexOf(head)))
  if (isChoice && CHOICE_QUESTION.test(line)) return 1.1
  if (/[(:]\s*$/.test(before) || /\b(yes|true|ham)\b/i.test(head)) return 1.5
  const isOffered = OFFER.test(before) || WHETHER.test(before) || (NAMING.test(before) && !ARTICLE.test(before))
  return isChoice && isOffered ? 1.2 : 0.2
}

/** What stands before a list of choices: "answer with", "whether it is", "label the review". */
const OFFER = /\b(either|one of|as|(answer|reply|respond)( only)?( with)?( only)?)\s*$/i
const WHETHER = /\b(whether|if) [^,.]{1,60} (is|are|was|sounds|seems)\s*$/i
const NAMING = /^\s*(label|classify|mark|tag|call|judge|rate)\s+(\S+\s+){1,6}$/i
/** "Classify the question, order or complaint" lists things to classify, not labels. */
const ARTICLE = /\b(the|a|an|this|these|each|every|any)\s*$/i

function scaleIn(line: string): LabelSet[] {
  const match =
    /\b(?:from|between|scale|rat\w+|number|stars?)\b[^.\n]{0,40}?\b(\d{1,2})\s*(?:to|and|-|–|through)\s*(\d{1,2})\b/i.exec(
      line,
    )
  const low = Number(match?.[1])
  const high = Number(match?.[2])
  if (!match || high <= low || high - low > 20) return []
  return [
    namedSet(
      null,
      Array.from({ length: high - low + 1 }, (_, index) => String(low + index)),
      2,
    ),
  ]
}

function exampleSet(examples: readonly Example[]): LabelSet[] {
  const short = examples
    .map(({ output }) => output)
    .filter((output) => output.length <= 40 && output.split(/\s+/).length <= 3)
  const names = [...new Set(short)]
  return names.length >= 2 ? [namedSet(null, names, 1)] : []
}

/** Share of the examples whose answers name a label of the set. */
function supportOf(set: LabelSet, examples: readonly Example[]): number {
  if (examples.length === 0) return 0
  const decision = toDecision(set)
  return examples.filter(({ output }) => labelIn(output, decision) !== null).length / examples.length
}

/** Adds the labels and definitions of sets that share at least half their names with this one. */
function merge(set: LabelSet, others: readonly LabelSet[]): LabelSet {
  const byName = new Map(set.labels.map((label) => [label.name.toLowerCase(), label]))
  for (const other of others) {
    const shared = other.labels.filter(({ name }) => byName.has(name.toLowerCase())).length
    if (shared < 2 || shared * 2 < other.labels.length) continue
    for (const label of other.labels) {
      const known = byName.get(label.name.toLowerCase())
      if (!known) byName.set(label.name.toLowerCase(), label)
      else if (known.definition === '') byName.set(label.name.toLowerCase(), { ...known, definition: label.definition })
    }
  }
  return { ...set, labels: [...byName.values()] }
}

function uniqueKeys(sets: readonly LabelSet[]): LabelSet[] {
  const byKey = new Map<string | null, LabelSet>()
  for (const set of sets) {
    const known = byKey.get(set.key)
    byKey.set(set.key, known ? { ...known, labels: joinSame([...known.labels, ...set.labels]) } : set)
  }
  return [...byKey.values()]
}

function toDecision({ key, labels }: LabelSet): Decision {
  return { key, labels }
}

function namedSet(key: string | null, names: readonly string[], weight: number): LabelSet {
  const clean = names.map(bareName).filter((name) => name !== '')
  return { key, labels: joinSame(clean.map((name) => ({ name, definition: '' }))), weight }
}

function splitQuoted(list: string): string[] {
  return list.split(',').map(bareName)
}

function splitList(list: string): string[] {
  return list
    .split(/,|\||\//)
    .map(bareName)
    .filter((name) => name !== '')
}

function bareName(name: string): string {
  return name.replace(/["'`“”‘’*<>]/g, '').trim()
}

function indexOfWord(text: string, word: string): number {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    if (!/[\p{L}\p{N}]/u.test(text[at - 1] ?? ' ') && !/[\p{L}\p{N}]/u.test(text[at + word.length] ?? ' ')) return at
  }
  return -1
}
