import nspell from 'nspell'

export interface SpellChecker {
  readonly knows: (word: string) => boolean
  /** The most likely first. */
  readonly suggest: (word: string) => readonly string[]
}

/** The texts of a Hunspell dictionary. */
export interface DictionaryTexts {
  readonly aff: string
  readonly dic: string
}

const MAX_SUGGESTIONS = 5

/** English, American and British; words of prompts and of programs are known beside those of the dictionary. */
export function createSpellChecker({ aff, dic }: DictionaryTexts): SpellChecker {
  const dictionary = nspell(aff, dic)
  const own = new Set(PROMPT_WORDS.split(' '))
  const known = new Map<string, boolean>()

  function look(word: string): boolean {
    if (own.has(word) || own.has(word.toLowerCase()) || own.has(word.toLowerCase().replace(/(?:'s|s)$/, '')))
      return true
    return dictionary.correct(word) || americanForms(word).some((form) => dictionary.correct(form))
  }

  return {
    knows(word) {
      const plain = word.replaceAll('’', "'")
      const before = known.get(plain)
      if (before !== undefined) return before
      const answer = look(plain)
      known.set(plain, answer)
      return answer
    },
    suggest(word) {
      const plain = word.replaceAll('’', "'")
      const swapped = swaps(plain).filter((form) => dictionary.correct(form))
      return [...new Set([...swapped, ...dictionary.suggest(plain)])].slice(0, MAX_SUGGESTIONS)
    },
  }
}

/** With two neighbours exchanged: the commonest slip, which the dictionary's own order ranks below other words. */
function swaps(word: string): readonly string[] {
  return Array.from(word.slice(1), (_, at) => {
    const two = `${word[at + 1] ?? ''}${word[at] ?? ''}`
    const swapped = word.slice(0, at) + two + word.slice(at + 2)
    return /^\p{Lu}\p{Ll}/u.test(word) ? swapped.charAt(0).toUpperCase() + swapped.slice(1).toLowerCase() : swapped
  })
}

/** How Americans write what may be a British form: the dictionary has only theirs. */
function americanForms(word: string): readonly string[] {
  return BRITISH.flatMap(([british, american]) => {
    const form = word.replace(british, american)
    return form === word ? [] : [form]
  })
}

const BRITISH: readonly (readonly [RegExp, string])[] = [
  [/our(?=$|s$|ed$|ing$|s?'|able|er|ite|hood|ful|less|ation)/, 'or'],
  [/is(?=e$|es$|ed$|er$|ers$|ing$|able$|ation$|ations$)/, 'iz'],
  [/ys(?=e$|es$|ed$|er$|ers$|ing$)/, 'yz'],
  [/ll(?=ed$|ing$|er$|ers$)/, 'l'],
  [/tre(?=s?$)/, 'ter'],
  [/ogue(?=s?$)/, 'og'],
  [/ence(?=s?$)/, 'ense'],
]

/** What prompts say and the dictionary of 2020 does not. */
const PROMPT_WORDS =
  'api app backend bool boolean bot changelog chargeback chatbot codebase config dataset dropdown embedding enum frontend ' +
  'fulfil hashtag https inline json judgement learnt lookup lowercase markdown metadata multi namespace non onboarding opt ' +
  'param plaintext pre prepend pseudo rag readme redact refactor regex repo rubric sandbox schema scorer skilful snippet ' +
  'spelt startup subtask substring timestamp tokenize tokenized tokenizer toolchain tuple uppercase upsell url username ' +
  'webhook whitespace wildcard workflow yaml vs sub semi meta anti auto e-mail etc'
