import type { CompiledDecision, CompiledPrompt } from './compile-prompt.ts'
import { matchCondition, type Situation } from './match-condition.ts'
import type { PromptInput } from './prompt-model.ts'
import { freeText } from './read-fields.ts'
import { type ReadSentence, readInput, topicFeatures } from './read-input.ts'
import { type Feeling, measureFeeling } from './sentiment.ts'
import { similarity, toVector } from './similarity.ts'
import { conceptFeature } from './thesaurus.ts'
import { hashToUnit } from './words.ts'

export interface Choice {
  readonly key: string | null
  readonly label: string
  /** The words that spoke for it, as they stand in the input. */
  readonly evidence: readonly string[]
  /** How clear the choice was, 0.5 (a toss) to 1. */
  readonly certainty: number
}

/** Chooses a label for each decision of the prompt. The same arguments always give the same choice. */
export function decide(prompt: CompiledPrompt, input: PromptInput, repeat: number): Choice[] {
  const { abilities, read } = prompt
  const text = freeText(input, read.instructions)
  const sentences = readInput(text, prompt)
  return prompt.decisions.map((decision) => {
    const ruled = abilities.appliesRules ? chooseByRules(prompt, decision, input, sentences) : null
    if (ruled !== null)
      return { key: decision.key, label: ruled, evidence: evidenceFor(decision, ruled, sentences), certainty: RULED }
    const feeling = decision.isPolar
      ? measureFeeling(sentences, { abilities, hints: read.hints, taught: decision.taught })
      : null
    const topic = scoreTopics(prompt, decision, sentences)
    const scores = feeling ? addFeeling(prompt, decision, feeling, topic) : topic
    const { label, certainty } = pickBest(prompt, decision, withDefault(decision, scores), text, repeat)
    return {
      key: decision.key,
      label,
      evidence: feeling?.words.length ? feeling.words : evidenceFor(decision, label, sentences),
      certainty,
    }
  })
}

/** The first rule that holds decides; exceptions come before the rules that they are taken from. */
function chooseByRules(
  prompt: CompiledPrompt,
  decision: CompiledDecision,
  input: PromptInput,
  sentences: readonly ReadSentence[],
): string | null {
  if (decision.rules.length < 2) return null
  const concepts = new Map<string, number>()
  for (const [feature, count] of topicFeatures(sentences, [], prompt.abilities.negationReach)) {
    const concept = /^#([^+]+)/.exec(feature)?.[1]
    if (concept !== undefined) concepts.set(concept, (concepts.get(concept) ?? 0) + count)
  }
  const stems = new Set(sentences.flatMap((sentence) => sentence.stems))
  const situation: Situation = { input, sentences, concepts, stems }
  for (const { label, condition } of decision.rules) {
    if (condition === null || matchCondition(condition, situation, prompt.thesaurus)) return label
  }
  return null
}

/** Likeness to names, definitions and examples; 0 and up. */
function scoreTopics(prompt: CompiledPrompt, decision: CompiledDecision, sentences: readonly ReadSentence[]): number[] {
  const { abilities } = prompt
  const weights = abilities.readsBetweenLines && prompt.read.hints.twoIntents ? urgencies(sentences) : []
  const features = topicFeatures(sentences, weights, abilities.negationReach)
  const vector = toVector(features, decision.frequency)
  return decision.labels.map(({ profile, examples, settled }) => {
    let told = 0
    for (const [feature, count] of features) {
      const weight = profile.get(feature)
      if (weight !== undefined) told += weight * Math.min(2, Math.sqrt(count)) * decision.frequency.weight(feature)
    }
    const shown = examples.reduce((best, example) => Math.max(best, similarity(vector, example)), 0)
    const isSettled = settled.some((stems) => stems.filter((root) => features.has(root)).length * 3 >= stems.length * 2)
    return told + prompt.exampleWeight * shown + (isSettled ? SETTLED_WEIGHT : 0)
  })
}

/** What the prompt calls the normal case needs less evidence, even for a size that does not follow rules. */
function withDefault({ rules, labels }: CompiledDecision, scores: readonly number[]): readonly number[] {
  const usual = rules.find(({ condition }) => condition === null)?.label
  return usual === undefined
    ? scores
    : scores.map((score, index) => (labels[index]?.name === usual ? score + 1 : score))
}

/** How sure of a choice that a rule of the prompt made. */
const RULED = 0.98
/** A lead of as much as the tie width is held at nine in ten. */
const STEEPNESS = Math.log(9)

/** About as much as three words of a definition. */
const SETTLED_WEIGHT = 2

/** What stands before a colon ("Minor: …") tells of what follows it. */
function urgencies(sentences: readonly ReadSentence[]): number[] {
  return sentences.map((sentence, index) => {
    const before = sentences[index - 1]
    const introduced = before?.text.endsWith(':') ? urgencyOf(before) : 1
    return introduced === 1 ? urgencyOf(sentence) : introduced
  })
}

/** In a text with two intents the sentence that blocks counts more; what can wait or is in order counts less. */
function urgencyOf({ text }: ReadSentence): number {
  if (CAN_WAIT.test(text)) return 0.3
  return BLOCKING.test(text) ? 1.6 : 1
}

const CAN_WAIT =
  /\b(also|separately|by the way|while i'm at it|for later|some time|some day|one day|when you (have|get)|minor|just curious|would be (nice|great|lovely)|be lovely|next (quarter|year)|was going to ask|need not hurry|can wait|plus a|in passing|wonder when|didn't|i don't|aside|(works?|worked|is|are|came|arrived|went)( through)? (just )?(fine|correct|on time|in order)|that all worked)\b/i
const BLOCKING =
  /\b(can't|cannot|can not|stop(s|ped|ping)?|blocked|more important|major|main|holds me up|right now|first things first|really|unable|keeps failing|not able|locked out|what i|what doesn't|anymore|any more)\b/i

/** How near the feeling of the text is to the feeling of each label. */
function addFeeling(
  prompt: CompiledPrompt,
  decision: CompiledDecision,
  feeling: Feeling,
  topic: readonly number[],
): number[] {
  const sum = feeling.praise + feeling.blame
  const net = sum === 0 ? 0 : Math.max(-1, Math.min(1, (1.7 * (feeling.praise - feeling.blame)) / (sum + 0.3)))
  const isMixed = Math.min(feeling.praise, feeling.blame) * 1.25 > Math.max(feeling.praise, feeling.blame)
  const { neutral } = decision
  const topicTotal = topic.reduce((most, score) => Math.max(most, score), 0.001)
  return decision.labels.map(({ valence }, index) => {
    let score = 1 - Math.abs(net - valence) / 2 + 0.12 * ((topic[index] ?? 0) / topicTotal)
    if (Math.abs(valence) < 0.2) {
      // What "neutral" is meant to cover is anybody's guess until a definition or an example tells.
      score += (neutral.knowsWords ? 0 : -0.42) + (neutral.isShown ? 0 : -0.08)
      if (sum === 0 && neutral.knowsFacts) score += 0.35
      if (isMixed && (neutral.knowsBalance || prompt.read.hints.balance)) score += 0.3
      if (feeling.indifference > 0 && neutral.knowsWords) score += 0.3 * Math.min(2, feeling.indifference)
      if (feeling.isQuestion && neutral.knowsQuestions) score += 0.5
    }
    return score
  })
}

/** The best score wins; a seeded draw decides only among those within the model's tie width of it. */
function pickBest(
  prompt: CompiledPrompt,
  decision: CompiledDecision,
  scores: readonly number[],
  text: string,
  repeat: number,
): Pick<Choice, 'label' | 'certainty'> {
  const most = Math.max(...scores)
  const width = prompt.tieWidth
  let best: { name: string; score: number } | null = null
  let second = Number.NEGATIVE_INFINITY
  for (const [index, { name }] of decision.labels.entries()) {
    const share = most > 0 ? (scores[index] ?? 0) / most : isFallback(name) ? 1 : 0.9
    // A repeat draws anew, but for a part only, so that answers to the same prompt stay alike.
    const first = hashToUnit(`${prompt.size}\n${name}\n${text}`)
    const draw = repeat === 0 ? first : 0.7 * first + 0.3 * hashToUnit(`${prompt.size}\n${name}\n${repeat}\n${text}`)
    const score = share + width * (draw - 0.5)
    if (!best || score > best.score) {
      second = best?.score ?? second
      best = { name, score }
    } else second = Math.max(second, score)
  }
  const margin = best ? Math.min(10, (best.score - second) / width) : 0
  return { label: best?.name ?? '', certainty: 1 / (1 + Math.exp(-STEEPNESS * margin)) }
}

function isFallback(name: string): boolean {
  return /^(other|none|unknown|neutral|general|no|false|misc\w*|ham)$/i.test(name)
}

function evidenceFor(decision: CompiledDecision, label: string, sentences: readonly ReadSentence[]): string[] {
  const profile = decision.labels.find(({ name }) => name === label)?.profile
  if (!profile) return []
  const words: string[] = []
  for (const { words: own, stems, marks } of sentences) {
    for (const [at, root] of stems.entries()) if (profile.has(root)) words.push(own[at] ?? '')
    for (const { at, length, meaning } of marks) {
      if (profile.has(conceptFeature(meaning) ?? '')) words.push(own.slice(at, at + length).join(' '))
    }
  }
  return [...new Set(words)].filter((word) => /^[\p{L} ]{3,}$/u.test(word))
}
