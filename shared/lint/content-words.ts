const LIGHT: ReadonlySet<string> = new Set(
  'a an the this that these those and or of to in on at by for from with as it its is are was were be been being you your yours i we our they their them he she his her will would shall do does did has have had so then there here also very really quite just simply please kindly always ever make sure ensure remember note important any all each every if when which who whom whose what into about than too only not no never must should may can could might'.split(
    ' ',
  ),
)

/** Words of which rules are made, and the one that stands for them here. */
const SAME: Readonly<Record<string, string>> = Object.fromEntries(
  [
    'answer reply response respond output return give provide write produce generate',
    'short brief concise terse succinct',
    'choose pick select',
    'invent fabricate hallucinate',
    'mention state name say tell',
    'user customer client',
    'use employ utilise utilize',
    'begin start',
    'label category class',
    'reveal disclose share expose',
    'correct accurate right',
    'rule guideline instruction',
  ].flatMap((line) => {
    const [first = '', ...others] = line.split(' ')
    return others.map((word) => [stem(word), stem(first)] as const)
  }),
)

const NEGATION =
  /\b(?:not|no|never|none|nor|neither|without|cannot|except|unless|avoid|refrain|refuse|don't|doesn't|isn't|aren't|won't|can't|mustn't|shouldn't)\b/gi
const STRICT = /\b(?:must|shall|always|exactly|required|only)\b/gi
const SOFT = /\b(?:may|might|could|can|should|ideally|preferably|try)\b/gi

/** The stems of what a sentence is about, synonyms as one, each once and in order of the alphabet. */
export function contentWords(words: string): string[] {
  const stems = (words.match(/[\p{L}\p{N}]+(?:['’]\p{L}+)?/gu) ?? [])
    .filter((word) => !LIGHT.has(word) && !/n['’]t$/.test(word))
    .map((word) => SAME[stem(word)] ?? stem(word))
  return [...new Set(stems)].sort()
}

/** How often a text says no. Two that differ in it say different things. */
export function negations(text: string): number {
  return text.match(NEGATION)?.length ?? 0
}

/** How binding a sentence is: more is stricter. */
export function strictness(text: string): number {
  return (text.match(STRICT)?.length ?? 0) - (text.match(SOFT)?.length ?? 0)
}

/** Figures of a text, in order. */
export function figures(text: string): string {
  return (text.match(/\d+(?:[.,]\d+)*/g) ?? []).join(' ')
}

function stem(word: string): string {
  if (word.length < 4) return word
  return word
    .replace(/(?:ies)$/, 'y')
    .replace(/(?:ing|ed|ly|es|s)$/, '')
    .replace(/e$/, '')
}
