/**
 * Words that carry no rule: articles, politeness, filler. Prepositions that can turn a rule round ("before") are markers and
 * stand in polarity-markers.ts.
 */
const EMPTY: ReadonlySet<string> = new Set(
  (
    'a an the this that these those it its is are be been being am was were do does did you your we our us i me my he she they them their ' +
    'to of in on at by for from with as and or so than then there here also just please kindly really very quite simply basically ' +
    'actually generally carefully thank thanks remember note important essential crucial ensure make sure that can could would will may might ' +
    'which who whom whose what how where into onto about over out up own task following provided provides user ' +
    'der die das den dem des ein eine einen einem einer eines und oder so dass sie ihr ihre wir uns ich mich du dein deine bitte sehr ' +
    'wirklich einfach ist sind sei zu zur zum im in am an auf mit von vom für es auch dann hier da danke beachte wichtig ' +
    'le la les un une des du de et ou à au aux en que qui vous votre vos nous notre je s’il il elle est sont être ce cette ces très vraiment ' +
    'veuillez merci plaît svp simplement aussi alors ' +
    'el los las uno una unos unas y o u del al en que su sus tu tus es son ser por para con favor muy realmente simplemente gracias se lo'
  ).split(' '),
)
/** Long forms of "to", "because", "if", "now", "many", "for", "about": their nouns carry no rule either. */
const EMPTY_PHRASE =
  /\b(?:in order to|(?:due to|in view of|despite) the fact that|in the event that|at this point in time|a (?:large|great) number of|for the purpose of|with regard to)\b/gi
const WORD = /[\p{L}\p{N}][\p{L}\p{N}'’_-]*/gu
/** Endings differ between "refund" and "refunds", "liste" and "listen"; so many letters tell most words apart. */
const STEM_LETTERS = 6

/** The words of a text that say something, cut to their stems; a set, since repeating a word adds nothing. */
export function contentWords(text: string): ReadonlySet<string> {
  const words = new Set<string>()
  for (const [found] of text.replaceAll(EMPTY_PHRASE, ' ').matchAll(WORD)) {
    const plain = found.toLowerCase().replaceAll('’', "'")
    if (!EMPTY.has(plain)) words.add(stemOf(plain))
  }
  return words
}

function stemOf(word: string): string {
  const bare = word.replace(/'s$/, '')
  const singular = bare.length > 3 && /[^s]s$/.test(bare) ? bare.slice(0, -1) : bare
  return singular.length > STEM_LETTERS ? singular.slice(0, STEM_LETTERS) : singular
}

/** The share of a's words that b has too; 1 when a has none. */
export function overlapRatio(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0) return 1
  let shared = 0
  for (const word of a) if (b.has(word)) shared += 1
  return shared / a.size
}
