import type { ModelSize } from './model-size.ts'

/** telegram: without articles and without marks of emphasis too. */
export type ShortStyle = 'plain' | 'telegram'

/**
 * Says a text in fewer words by leaving words out and by shorter turns of phrase; nothing new is added.
 *
 * What carries a rule stays: negations, words of obligation, numbers, quotations, placeholders such as ⟦1⟧. A larger size
 * knows more turns. Gives the text back unchanged when there is nothing to leave out.
 */
export function shorten(text: string, size: ModelSize, style: ShortStyle = 'plain'): string {
  const bullet = /^\s*(?:[-*+•]|\d{1,3}[.)])?\s*/.exec(text)?.[0] ?? ''
  const body = text.slice(bullet.length)
  const kept: string[] = []
  const seen = new Set<string>()
  for (const sentence of body.split(SENTENCE_END)) {
    const isEmpty = !holdsRule(sentence) && isChatter(sentence)
    const short = isEmpty ? '' : reword(sentence, size, style)
    const key = short
      .toLowerCase()
      .replace(/[^\p{L}\p{N}⟦⟧]+/gu, ' ')
      .trim()
    if (key === '' && !/[⟦{<]/.test(short)) continue
    if (seen.has(key) && !HIDDEN.test(short)) continue
    seen.add(key)
    kept.push(short)
  }
  const result = kept.join(' ').trim()
  return result === '' || result.length >= body.trim().length ? text : bullet + result
}

const SENTENCE_END = /(?<=[.!?]["”')]?)[ \t]+(?=\p{Lu}|["“⟦])/u
/** Placeholders of any common form: ⟦1⟧, <<1>>, {{name}}, {name}, <name>, [[1]]. */
const HIDDEN = /⟦\d+⟧|<<[^<>\n]{1,40}>>|\{\{?[^{}\n]{1,60}\}?\}|<[\w/-]{1,40}>|\[\[[^[\]\n]{1,40}\]\]/
const RULE =
  /\b(not|no|never|none|nor|neither|without|cannot|except|unless|only|avoid|refuse|must|shall|should|may|always|required|mandatory|exactly|at (?:most|least)|up to)\b|n['’]t\b|\d|["“`]|:\s*$/i

function holdsRule(sentence: string): boolean {
  return RULE.test(sentence) || HIDDEN.test(sentence)
}

const CHATTER =
  /^(hello|hi|hey|thank|thanks|i (really )?(appreciate|hope)|you are (very )?(good|great)|as you (probably )?know|good luck|have a|it is greatly|please take a deep breath|take a deep breath|we (really )?appreciate|(people|companies) (all over|write|use)|it is important to note)\b|\b(appreciate[ds]? your|in advance|hope you are doing)\b/i

function isChatter(sentence: string): boolean {
  return CHATTER.test(sentence.trim())
}

type Turn = readonly [pattern: RegExp, replacement: string]

function reword(sentence: string, size: ModelSize, style: ShortStyle): string {
  const plain =
    size === 'small' ? EVERYDAY : size === 'medium' ? [...EVERYDAY, ...WIDER] : [...EVERYDAY, ...WIDER, ...BOLD]
  const turns = style === 'telegram' ? [...plain, ...TELEGRAM] : plain
  // Quotations and placeholders are cut out first, so that no turn can reach into them.
  const pieces = sentence.split(LITERAL)
  const short = pieces.map((piece, index) => (index % 2 === 1 ? piece : applyTurns(piece, turns))).join('')
  return tidy(short, sentence)
}

const LITERAL =
  /(⟦\d+⟧|<<[^<>\n]{1,40}>>|\{\{?[^{}\n]{1,60}\}?\}|<[\w/-]{1,40}>|\[\[[^[\]\n]{1,40}\]\]|"[^"\n]*"|“[^”\n]*”|`[^`\n]*`)/

function applyTurns(piece: string, turns: readonly Turn[]): string {
  return turns.reduce((text, [pattern, replacement]) => text.replace(pattern, replacement), piece)
}

function tidy(short: string, original: string): string {
  const even = short
    .replace(/[ \t]{2,}/g, ' ')
    .replace(/ +([,.;:!?])/g, '$1')
    .replace(/^[\s,;]+/, '')
    .replace(/,\s*([.;:!?])/g, '$1')
    .replace(/,\s*,/g, ',')
  return /^\s*\p{Lu}/u.test(original) ? even.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase()) : even
}

const EVERYDAY: readonly Turn[] = [
  [/\b(could|would|can) you (please )?(kindly )?/gi, ''],
  [/^\s*please remember:\s*/i, ''],
  [/\bit is (very |really )?(important|essential|crucial) (to note )?that (you (?!should|must|may|will|can))?/gi, ''],
  [/,\s*(all things considered|generally speaking|as you (probably )?know|needless to say|of course)\s*,/gi, ''],
  [/\b(please|kindly|carefully|really|very|quite|simply|basically|actually|generally speaking|of course)\b,?/gi, ''],
  [/\b(make sure|ensure|remember|note) that (you (?!should|must|may|will|can))?/gi, ''],
  [/\bfeel free to\b/gi, ''],
  [/\bin order to\b/gi, 'to'],
  [/\b(as you (probably )?know|needless to say|thank you (very much|so much)?( in advance)?)\b,?/gi, ''],
  [/\bfrom beginning to end\b/gi, ''],
  [/, so that (it is easy|the right team|you can|we can)[^.;:]*/gi, ''],
]

const WIDER: readonly Turn[] = [
  [/\byour task is to\b/gi, ''],
  [/\byou are an? (?:world-class, )?(?:highly experienced )?/gi, 'You are a '],
  [
    /(?:,\s*|\b)(?:highly |extremely )?(?:experienced|professional|world-class)(?: and (?:highly )?(?:experienced|professional))?\b/gi,
    '',
  ],
  [/\bcomplete and /gi, ''],
  [/\bYou are a (?=[aeiou])/g, 'You are an '],
  [/\ba (?:large )?(?:number|variety) of\b/gi, 'many'],
  [/\bdue to the fact that\b/gi, 'because'],
  [/\bin (?:the )?case that\b/gi, 'if'],
  [/\bpay attention to\b/gi, 'mind'],
  [/\b(?:all things considered|generally|perhaps|possibly|probably|in general|a little bit|somewhat)\b,?/gi, ''],
  [/\bwith decades of experience[^.;]*/gi, ''],
  [/\b(?:that|which) the user provides\b/gi, ''],
  [/\bthe following\b/gi, 'the'],
  [/\bas (?:quickly|soon|well) as possible\b/gi, 'fast'],
]

const BOLD: readonly Turn[] = [
  [/, (?:a|an) (?:company|platform|firm|service) (?:that|which) [^.;:⟦]*/gi, ''],
  [/\b(?:both )?the (feeling|opinion) or the \w+\b/gi, 'the $1'],
  [/\bthat is, /gi, ''],
  [/\b(?:in any way|whatsoever|at all times|on a regular basis|for the purpose of)\b/gi, ''],
  [/\bwhether or not\b/gi, 'whether'],
  [/\bis able to\b/gi, 'can'],
  [/\bhas the ability to\b/gi, 'can'],
  [/\bread (?:the whole|the entire) (\w+) before you\b/gi, 'read the $1 before you'],
  [/\bin the form of\b/gi, 'as'],
  [/\bwith (?:regard|respect) to\b/gi, 'about'],
]

/** "a few" and "the same" lose their sense without the article; the rest of a telegram's words are told apart without it. */
const TELEGRAM: readonly Turn[] = [
  [/\b(?:the|an?)[ \t]+(?!few\b|little\b|lot\b|bit\b|same\b|latter\b|former\b|only\b)(?=[\p{L}\d])/giu, ''],
  [/(?<![*\w])\*\*(?=\S)([^*\n]{1,60}?)(?<=\S)\*\*(?![*\w])/gu, '$1'],
]
