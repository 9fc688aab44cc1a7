import { failureBound } from '../../stats/failure-bound.ts'
import { comparable } from '../cascade/answer-check.ts'
import type { GateRule } from '../exports/decision.ts'

export interface GateCase {
  readonly text: string
  readonly expected: string
  readonly cluster: string
}

export interface GateReplay {
  /** Share of the cases that a rule answered, each by rules that had not seen it. */
  readonly coverage: number
  readonly answered: number
  readonly wrong: number
  /** Lowest share of right answers that these leave open (Clopper–Pearson, one-sided). */
  readonly precisionBound: number
  /** By case: whether a rule answered it. */
  readonly isAnswered: readonly boolean[]
  /** By case: whether a rule answered it wrongly. */
  readonly isWrong: readonly boolean[]
  /** Learnt from all cases: what is exported. */
  readonly rules: readonly GateRule[]
}

/** Cases that must say the same before a rule is made of it. */
const FEWEST_SEEN = 8
const MAX_RULES = 50
const MAX_WORDS_TRIED = 2000
/** Words of a text of which all pairs are tried. */
const MAX_PAIRED = 20
const CASES_PER_STEP = 50

/** The first rule whose words all stand in the text; null = ask the model. */
export function answerByRule(rules: readonly GateRule[], text: string): string | null {
  const words = new Set(wordsIn(text))
  return rules.find((rule) => rule.words.every((word) => words.has(word)))?.answer ?? null
}

/**
 * What rules before the model would have answered, and how often wrongly: learnt in each fold from the other cases.
 *
 * @param foldOf the fold of each case
 */
export function* replayGate(
  cases: readonly GateCase[],
  { foldOf, folds, alpha }: { readonly foldOf: readonly number[]; readonly folds: number; readonly alpha: number },
): Generator<undefined, GateReplay> {
  const isAnswered = new Array<boolean>(cases.length).fill(false)
  const isWrong = new Array<boolean>(cases.length).fill(false)
  for (let fold = 0; fold < folds; fold++) {
    yield
    const rules = yield* learnRules(cases.filter((_, index) => foldOf[index] !== fold))
    for (const [index, { text, expected }] of cases.entries()) {
      if (foldOf[index] !== fold) continue
      const answer = answerByRule(rules, text)
      if (answer === null) continue
      isAnswered[index] = true
      isWrong[index] = comparable(answer) !== comparable(expected)
    }
  }
  yield
  const answered = isAnswered.filter(Boolean).length
  const wrong = isWrong.filter(Boolean).length
  return {
    coverage: cases.length === 0 ? 0 : answered / cases.length,
    answered,
    wrong,
    precisionBound: answered === 0 ? 0 : 1 - failureBound(wrong, answered, alpha),
    isAnswered,
    isWrong,
    rules: yield* learnRules(cases),
  }
}

/**
 * Rules without an exception among the cases: words, then pairs of words, those that settle most cases first. What a rule settles is taken away before the next is looked for.
 */
export function* learnRules(cases: readonly GateCase[]): Generator<undefined, readonly GateRule[]> {
  const read: ReadCase[] = []
  for (const [index, one] of cases.entries()) {
    if (index % CASES_PER_STEP === 0) yield
    read.push({ ...one, words: new Set(wordsIn(one.text)) })
  }
  const rules: GateRule[] = []
  let rest: readonly ReadCase[] = read
  for (const size of [1, 2]) {
    const common = commonWords(rest)
    const keysOf = (one: ReadCase) =>
      keysOfSize(
        [...one.words].filter((word) => common.has(word)),
        size,
      )
    const found = (yield* bestOf(read, keysOf)).slice(0, MAX_RULES - rules.length)
    for (const { key, answer } of found) {
      const words = key.split(' ')
      const left = rest.filter((one) => !words.every((word) => one.words.has(word)))
      // A rule that settles next to nothing new only adds a way to be wrong.
      if (rest.length - left.length < FEWEST_SEEN / 2) continue
      rest = left
      rules.push({ words, answer })
    }
  }
  return rules
}

interface ReadCase extends GateCase {
  readonly words: ReadonlySet<string>
}

/** Keys that always go with the same answer, in at least so many cases of different clusters, the most frequent first. */
function* bestOf(
  cases: readonly ReadCase[],
  keysOf: (one: ReadCase) => readonly string[],
): Generator<undefined, readonly { readonly key: string; readonly answer: string }[]> {
  // Null = goes with more than one answer, so that its clusters need not be known.
  const seen = new Map<string, { readonly answer: string; readonly clusters: Set<string> } | null>()
  for (const [index, one] of cases.entries()) {
    if (index % CASES_PER_STEP === 0) yield
    const expected = comparable(one.expected)
    for (const key of keysOf(one)) {
      const known = seen.get(key)
      if (known === undefined) seen.set(key, { answer: one.expected, clusters: new Set([one.cluster]) })
      else if (known === null) continue
      else if (comparable(known.answer) === expected) known.clusters.add(one.cluster)
      else seen.set(key, null)
    }
  }
  yield
  return [...seen]
    .flatMap(([key, known]) =>
      known !== null && known.clusters.size >= FEWEST_SEEN
        ? [{ key, answer: known.answer, count: known.clusters.size }]
        : [],
    )
    .sort((a, b) => b.count - a.count || (a.key < b.key ? -1 : 1))
}

function commonWords(cases: readonly ReadCase[]): ReadonlySet<string> {
  const counts = new Map<string, number>()
  for (const { words } of cases) for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const common = [...counts].filter(([, count]) => count >= FEWEST_SEEN).sort((a, b) => b[1] - a[1])
  return new Set(common.slice(0, MAX_WORDS_TRIED).map(([word]) => word))
}

function keysOfSize(words: readonly string[], size: number): readonly string[] {
  const sorted = words.toSorted()
  if (size === 1) return sorted
  // Of long texts the first words that are common; all pairs of hundreds would be too many.
  const few = sorted.slice(0, MAX_PAIRED)
  return few.flatMap((first, index) => few.slice(index + 1).map((second) => `${first} ${second}`))
}

/** Runs of letters and digits in small letters; the exported gate finds the same. */
export function wordsIn(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
}
