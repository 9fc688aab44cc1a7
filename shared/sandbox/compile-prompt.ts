import { type Abilities, abilitiesOf, type ModelSize } from './model-size.ts'
import type { Decision, Example, Label, ReadPrompt, Rule } from './prompt-model.ts'
import { freeText } from './read-fields.ts'
import { readInput, topicFeatures } from './read-input.ts'
import { labelIn } from './read-labels.ts'
import { type FeatureVector, InverseFrequency, toVector } from './similarity.ts'
import type { Thesaurus } from './thesaurus.ts'
import { isStopWord, sentencesOf, stem, stemsOf, wordsOf } from './words.ts'

/** A prompt as one size makes use of it, ready for many inputs. */
export interface CompiledPrompt {
  readonly size: ModelSize
  readonly abilities: Abilities
  readonly thesaurus: Thesaurus
  readonly read: ReadPrompt
  readonly promptStems: ReadonlySet<string>
  readonly decisions: readonly CompiledDecision[]
  readonly exampleWeight: number
  /** Wider where the prompt says less about its labels. */
  readonly tieWidth: number
}

export interface CompiledDecision {
  readonly key: string | null
  readonly labels: readonly CompiledLabel[]
  readonly frequency: InverseFrequency
  /** In the order in which they are tried. */
  readonly rules: readonly Rule[]
  /** True when the labels stand for better and worse. */
  readonly isPolar: boolean
  /** See FeelingContext.taught. */
  readonly taught: ReadonlyMap<string, number>
  readonly neutral: NeutralKnowledge
}

export interface CompiledLabel {
  readonly name: string
  /** Words and `#concepts` of name and definition, with their weight. */
  readonly profile: ReadonlyMap<string, number>
  readonly examples: readonly FeatureVector[]
  /** Telling words of the cases that the prompt settles for this label; empty for sizes that overlook such asides. */
  readonly settled: readonly (readonly string[])[]
  /** −1 worst … 1 best; 0 for labels without feeling. */
  readonly valence: number
}

/** What the prompt says about texts without a clear side. */
export interface NeutralKnowledge {
  readonly knowsFacts: boolean
  readonly knowsQuestions: boolean
  readonly knowsBalance: boolean
  readonly knowsWords: boolean
  /** An example has this label. */
  readonly isShown: boolean
}

export function compilePrompt(read: ReadPrompt, size: ModelSize, thesaurus: Thesaurus): CompiledPrompt {
  const abilities = abilitiesOf(size)
  const promptStems = new Set(stemsOf(read.instructions))
  const reader = { thesaurus, abilities, promptStems }
  const usedExamples = read.examples.slice(0, abilities.exampleLimit)
  const shown = usedExamples.map((example) => ({
    example,
    features: topicFeatures(readInput(freeText(example.input, read.instructions), reader), [], abilities.negationReach),
  }))
  const decisions = read.decisions
    .filter(({ labels }) => labels.length > 0)
    .map((decision) => compileDecision(withQuestion(decision, read), shown, { read, abilities, thesaurus }))
  const isDefined = read.decisions.every(({ labels }) => labels.every(explainsItself))
  return {
    size,
    abilities,
    thesaurus,
    read,
    promptStems,
    decisions,
    exampleWeight: size === 'small' ? 0.5 : 2.5,
    tieWidth: Math.min(MAX_TIE_WIDTH, abilities.tieWidth * (isDefined ? 1 : 4) * (usedExamples.length > 0 ? 1 : 2.5)),
  }
}

/** However little the prompt says, clear cases stay clear. */
const MAX_TIE_WIDTH = 0.5

function explainsItself({ name, definition }: Label): boolean {
  return definition !== '' || /^(yes|no|true|false|\d+)$/i.test(name)
}

interface Shown {
  readonly example: Example
  readonly features: ReadonlyMap<string, number>
}

interface Knowledge {
  readonly read: ReadPrompt
  readonly abilities: Abilities
  readonly thesaurus: Thesaurus
}

function compileDecision(
  decision: Decision,
  shown: readonly Shown[],
  { read, abilities, thesaurus }: Knowledge,
): CompiledDecision {
  const profiles = decision.labels.map(({ name, definition }) => {
    const profile = profileOf(name, definition, abilities, thesaurus)
    if (abilities.appliesRules) learnFromExamples(profile, examplesOf(name, decision, shown))
    return profile
  })
  const frequency = new InverseFrequency(profiles.map((profile) => new Set(profile.keys())))
  const valences = valencesOf(decision, thesaurus)
  const labels = decision.labels.map(({ name }, index) => ({
    name,
    profile: profiles[index] ?? new Map(),
    settled: abilities.readsBetweenLines ? settledFor(name, read) : [],
    valence: valences[index] ?? 0,
    examples: examplesOf(name, decision, shown).map(({ features }) => toVector(features, frequency)),
  }))
  const rules = read.rules.filter(({ label }) => decision.labels.some(({ name }) => name === label))
  const exceptions = abilities.readsBetweenLines ? rules.filter(({ isException }) => isException) : []
  const hasConditions = rules.some(({ condition, isException }) => condition !== null && !isException)
  const neutralIndex = valences.findIndex((valence) => Math.abs(valence) < 0.2)
  return {
    key: decision.key,
    labels,
    frequency,
    rules: hasConditions ? inOrder(rules, exceptions) : [],
    isPolar: valences.some((valence) => valence > 0.4) && valences.some((valence) => valence < -0.4),
    taught: taughtWords(decision, valences),
    neutral: neutralKnowledge(
      decision.labels[neutralIndex]?.definition ?? '',
      labels[neutralIndex]?.examples.length ?? 0,
    ),
  }
}

function examplesOf(name: string, decision: Decision, shown: readonly Shown[]): Shown[] {
  return shown.filter(({ example }) => labelIn(example.output, decision)?.toLowerCase() === name.toLowerCase())
}

/** Words of an example stand for its label too, though less than those of the definition. */
function learnFromExamples(profile: Map<string, number>, shown: readonly Shown[]): void {
  for (const { features } of shown) {
    for (const feature of features.keys()) {
      profile.set(feature, Math.min(1.6, (profile.get(feature) ?? 0) + (feature.startsWith('#') ? 0.15 : 0.4)))
    }
  }
}

function settledFor(name: string, { settledCases }: ReadPrompt): string[][] {
  return settledCases
    .filter(({ label }) => label === name)
    .map(({ description }) =>
      wordsOf(description)
        .filter((word) => !isStopWord(word))
        .map(stem),
    )
    .filter((stems) => stems.length > 1)
}

/** What holds "in all other cases" is tried last, wherever it stands. */
function inOrder(rules: readonly Rule[], exceptions: readonly Rule[]): Rule[] {
  const plain = rules.filter(({ isException }) => !isException)
  return [
    ...exceptions,
    ...plain.filter(({ condition }) => condition !== null),
    ...plain.filter(({ condition }) => condition === null),
  ]
}

function profileOf(
  name: string,
  definition: string,
  { vocabulary }: Abilities,
  thesaurus: Thesaurus,
): Map<string, number> {
  const profile = new Map<string, number>()
  for (const [text, weight] of [
    [name.replace(/[_-]/g, ' '), 1.5],
    [definition, 1],
  ] as const) {
    const stems = stemsOf(text)
    for (const [index, word] of wordsOf(text).entries()) {
      const root = stems[index] ?? ''
      if (!isStopWord(word)) profile.set(root, Math.max(profile.get(root) ?? 0, weight))
    }
    for (const { meaning } of thesaurus.marks(stems, Math.max(2, vocabulary))) {
      if (meaning.concept === null) continue
      // Only a definition says that the label means the whole field and not just the everyday words around its name.
      const keys = text === definition ? [`#${meaning.concept}`, `#${meaning.concept}+`] : [`#${meaning.concept}`]
      for (const key of keys) profile.set(key, Math.min(1.6, (profile.get(key) ?? 0.2) + 0.25 * weight))
    }
  }
  return profile
}

/** "Is this spam? Answer yes or no": what "yes" means stands in the question. */
function withQuestion(decision: Decision, read: ReadPrompt): Decision {
  const yes = decision.labels.find(({ name }) => /^(yes|true)$/i.test(name))
  if (yes?.definition !== '' || decision.labels.length > 3) return decision
  const question = sentencesOf(read.instructions)
    .filter((sentence) => !/\b(answer|reply|respond|output|return|yes)\b/i.test(sentence) && sentence.length < 400)
    .slice(0, 12)
    .join(' ')
  return {
    ...decision,
    labels: decision.labels.map((label) => (label === yes ? { ...label, definition: question } : label)),
  }
}

/** Numbers in order are a scale; otherwise names and definitions are looked up in the lexicon. */
function valencesOf({ labels }: Decision, thesaurus: Thesaurus): number[] {
  const numbers = labels.map(({ name }) => Number.parseFloat(name))
  const low = Math.min(...numbers)
  const high = Math.max(...numbers)
  if (labels.length >= 3 && numbers.every((value) => Number.isFinite(value)) && high > low) {
    return numbers.map((value) => (2 * (value - low)) / (high - low) - 1)
  }
  return labels.map(({ name }) => {
    const marks = thesaurus.marks(stemsOf(name.replace(/[_-]/g, ' ')), 2)
    return Math.sign(marks.reduce((sum, { meaning }) => sum + meaning.valence, 0))
  })
}

/** Words that only one label's definition uses take over its feeling. */
function taughtWords({ labels }: Decision, valences: readonly number[]): ReadonlyMap<string, number> {
  const taught = new Map<string, number>()
  const shared = new Set<string>()
  for (const [index, { definition }] of labels.entries()) {
    for (const word of new Set(wordsOf(definition))) {
      const root = stem(word)
      if (isStopWord(word) || word.length < 4 || GENERAL.test(word)) continue
      if (taught.has(root)) shared.add(root)
      taught.set(root, valences[index] ?? 0)
    }
  }
  for (const root of shared) taught.delete(root)
  return taught
}

const GENERAL =
  /^(review\w*|things|considered|typical|words?|would|states?|facts?|asks?|question|clear|opinion|good|never|again|customer|writer|author|text|message|contains|measures|opened|money|time|waste)$/

function neutralKnowledge(definition: string, examples: number): NeutralKnowledge {
  return {
    isShown: examples > 0,
    knowsFacts: /\b(facts?|factual|no (clear )?opinion|objective|describ\w+)\b/i.test(definition),
    knowsQuestions: /\bquestions?\b/i.test(definition),
    knowsBalance: /\b(balance\w*|mixed|both|neither)\b/i.test(definition),
    knowsWords: definition !== '',
  }
}
