/**
 * Kinds of text whose tokens cost differently under another tokenizer.
 *
 * `latin` is a word after a blank (prose), `latinGlued` one that is not (code), `latinExtended` one with accents;
 * `digits` is not tokens but the number of digits, since tokenizers group digits by one or by three.
 */
export const CONTENT_CLASSES = [
  'latin',
  'latinGlued',
  'latinExtended',
  'han',
  'kana',
  'hangul',
  'cyrillicGreek',
  'semitic',
  'indic',
  'southEastAsian',
  'otherScript',
  'number',
  'punctuation',
  'space',
  'symbol',
  'digits',
] as const

export type ContentClass = (typeof CONTENT_CLASSES)[number]
