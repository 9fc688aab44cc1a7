import type { Decision, Hints, Rule, SettledCase } from './prompt-model.ts'
import { sentencesOf } from './words.ts'

const OTHERWISE = /^(in all other cases|otherwise|in any other case|for everything else|everything else|by default)/i

/** Finds "label if …", "if …, choose label" and "a … is label", in the order in which they stand. */
export function readRules(rest: string, decisions: readonly Decision[]): Rule[] {
  const names = decisions.flatMap(({ labels }) => labels.map(({ name }) => name))
  if (names.length === 0) return []
  const rules: Rule[] = []
  for (const sentence of sentencesOf(rest.replace(/\*\*|`/g, ''))) {
    const text = sentence.replace(/^(?:[-*•]|\d+[.)])\s+/, '')
    if (text.length > 2000) continue
    const rule = ruleIn(text, names)
    if (rule) rules.push(rule)
  }
  return rules
}

function ruleIn(text: string, names: readonly string[]): Rule | null {
  const lower = text.toLowerCase()
  const starting = names.find((name) => startsWithWord(lower, name.toLowerCase()))
  if (starting !== undefined) {
    const tail = text
      .slice(starting.length)
      .trim()
      .replace(/^[:–—=-]\s*/, '')
    if (OTHERWISE.test(tail)) return { label: starting, condition: null, isException: false }
    const condition = /^(?:[\w ]{0,40}?\b)?(?:if|when)\s+(.+)$/is.exec(tail)?.[1]
    return condition ? { label: starting, condition, isException: false } : null
  }
  const conditional =
    /^(?:if|when)\s+(.+?),\s+(?:then\s+)?(?:choose|use|it is|the \w+ is|answer|set|output|always)\b(.+)$/is.exec(text)
  const target = conditional ? endingLabel(conditional[2] ?? '', names) : null
  if (conditional && target !== null) return { label: target, condition: conditional[1] ?? '', isException: false }
  const stated =
    /^(?:an?|any|every)\s+(.{4,160}?)\s+(?:is|are)\s+(?:always\s+)?["'“]?([\w -]+?)["'”]?(?:[.,;].*)?$/is.exec(text)
  const named = stated ? names.find((name) => name.toLowerCase() === stated[2]?.toLowerCase()) : undefined
  return stated && named !== undefined ? { label: named, condition: stated[1] ?? '', isException: true } : null
}

/** Finds "a fake invoice from a fraudster is an abuse ticket", several to a sentence. */
export function readSettledCases(rest: string, decisions: readonly Decision[]): SettledCase[] {
  const names = decisions.flatMap(({ labels }) => labels.map(({ name }) => name))
  return [...rest.matchAll(/\ban? ([^.,;:\n]{4,120}?) is an? ([\w-]{2,30})\b/gi)].flatMap(
    ([, description = '', word = '']) => {
      const label = names.find((name) => name.toLowerCase() === word.toLowerCase())
      return label === undefined ? [] : [{ label, description }]
    },
  )
}

/** What the prompt warns of; a model that can do it does it better when told. */
export function readHints(rest: string): Hints {
  return {
    negation: /\bnegat(ion|ed|ing)/i.test(rest),
    sarcasm: /\b(sarcas\w+|iron(y|ic\w*))\b/i.test(rest),
    balance: /\b(balance|both (good|positive)|neither wins|mixed)\b/i.test(rest),
    twoIntents:
      /\b(two|several|multiple|more than one) (intents?|topics|questions|requests|problems)\b|\bblocking\b/i.test(rest),
  }
}

function startsWithWord(text: string, word: string): boolean {
  return text.startsWith(word) && !/[\w-]/.test(text[word.length] ?? ' ')
}

function endingLabel(text: string, names: readonly string[]): string | null {
  const words: readonly string[] = text.toLowerCase().match(/[\w-]+/g) ?? []
  return names.find((name) => words.includes(name.toLowerCase())) ?? null
}
