// biome-ignore-all lint/style/noNonNullAssertion: hot loops, whose indices are in bounds by construction.

import { CONTENT_CLASSES, type ContentClass } from '../domain/content-class.ts'

/** Tokens of a text by content class, in the order of `CONTENT_CLASSES`. */
export type TextFeatures = Float64Array

/** The longest start of a piece that is looked at for a letter that tells the script. */
const LOOK_UNITS = 64

// The cast holds: fromEntries forgets the key type, and the keys are exactly CONTENT_CLASSES.
const CLASS = Object.fromEntries(CONTENT_CLASSES.map((name, index) => [name, index])) as Record<ContentClass, number>

export function emptyFeatures(): TextFeatures {
  return new Float64Array(CONTENT_CLASSES.length)
}

/** Adds the piece `text[start..end)` with its token count to `features`. */
export function addPieceFeatures(features: TextFeatures, text: string, start: number, end: number, tokens: number) {
  const index = pieceClass(text, start, end)
  features[index]! += tokens
  if (index === CLASS.number) features[CLASS.digits]! += end - start
}

function pieceClass(text: string, start: number, end: number): number {
  let index = start
  let unit = text.charCodeAt(index)
  if (unit <= 32) {
    if (index + 1 >= end) return CLASS.space
    unit = text.charCodeAt(++index)
    if (unit <= 32) return CLASS.space
  }
  if (unit >= 48 && unit <= 57) return CLASS.number
  if (unit < 0xc0 && !isAsciiLetter(unit)) {
    const second = index + 1 < end ? text.charCodeAt(index + 1) : 0
    if (!isAsciiLetter(second) && second < 0xc0) return CLASS.punctuation
    index++
    unit = second
  }
  if (unit >= 0xc0) return scriptClass(unit)
  const stop = Math.min(end, index + LOOK_UNITS)
  for (let at = index + 1; at < stop; at++) {
    const later = text.charCodeAt(at)
    if (later >= 0xc0) return scriptClass(later)
  }
  return start < index && text.charCodeAt(start) === 32 ? CLASS.latin : CLASS.latinGlued
}

function isAsciiLetter(unit: number): boolean {
  return (unit | 32) >= 97 && (unit | 32) <= 122
}

/** Class of a letter or symbol from U+00C0 on, by Unicode block. */
function scriptClass(unit: number): number {
  if (unit < 0x250 || (unit >= 0x1e00 && unit < 0x1f00)) return CLASS.latinExtended
  if (unit < 0x530 || (unit >= 0x1f00 && unit < 0x2000)) return CLASS.cyrillicGreek
  if (unit >= 0x590 && unit < 0x780) return CLASS.semitic
  if (unit >= 0x900 && unit < 0xe00) return CLASS.indic
  if ((unit >= 0xe00 && unit < 0xf00) || (unit >= 0x1000 && unit < 0x10a0)) return CLASS.southEastAsian
  if (unit >= 0x1780 && unit < 0x1800) return CLASS.southEastAsian
  if ((unit >= 0x3040 && unit < 0x3100) || (unit >= 0xff66 && unit < 0xffa0)) return CLASS.kana
  if ((unit >= 0xac00 && unit < 0xd7b0) || (unit >= 0x1100 && unit < 0x1200)) return CLASS.hangul
  if (unit >= 0x3000 && unit < 0x3040) return CLASS.punctuation
  if ((unit >= 0x2e80 && unit < 0xa000) || (unit >= 0xf900 && unit < 0xfb00)) return CLASS.han
  if ((unit >= 0xd800 && unit < 0xe000) || (unit >= 0x2000 && unit < 0x2c00)) return CLASS.symbol
  if (unit >= 0xff00 && unit < 0xfff0) return CLASS.punctuation
  return CLASS.otherScript
}
