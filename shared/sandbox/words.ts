/** Words of a text in lower case, without apostrophes ("don't" → "dont"); emoji count as words, hyphens part them. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().replace(/['’`]/g, '').match(WORD) ?? []
}

const WORD = /\p{L}[\p{L}\p{M}]*|\p{N}+|\p{Extended_Pictographic}/gu

/** A word without its inflection; crude, but the same for the forms that matter ("charges", "charged", "charging"). */
export function stem(word: string): string {
  if (word.length < 4) return word
  let root = word
  if (root.endsWith('ies') && root.length > 4) root = `${root.slice(0, -3)}y`
  else if (/[^su]s$/.test(root)) root = root.slice(0, -1)
  else if (/(ss|sh|ch|x)es$/.test(root)) root = root.slice(0, -2)
  if (root.endsWith('ing') && root.length > 5) root = undouble(root.slice(0, -3))
  else if (root.endsWith('ed') && root.length > 4) root = undouble(root.slice(0, -2))
  else if (root.endsWith('ly') && root.length > 5) root = root.slice(0, -2)
  return root.length > 3 && root.endsWith('e') ? root.slice(0, -1) : root
}

export function stemsOf(text: string): string[] {
  return wordsOf(text).map(stem)
}

/** Sentences, list items and lines; never empty strings. */
export function sentencesOf(text: string): string[] {
  return text
    .split(/(?<=[.!?…]["'”’)]?)\s+|\n+/u)
    .map((sentence) => sentence.trim())
    .filter((sentence) => sentence !== '')
}

/** A number from 0 (inclusive) to 1 (exclusive) that depends on nothing but the text (FNV-1a with a final mix). */
export function hashToUnit(text: string): number {
  let hash = 0x811c9dc5
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

export function isStopWord(word: string): boolean {
  return STOP_WORDS.test(word)
}

const STOP_WORDS =
  /^(a|an|the|and|or|of|to|in|on|at|by|for|from|with|as|is|are|was|were|be|been|being|it|its|this|that|these|those|i|im|ive|id|you|your|we|our|us|he|she|they|them|their|his|her|my|me|do|does|did|has|have|had|will|would|can|could|should|may|might|must|if|then|than|so|there|here|what|which|who|when|where|how|all|any|some|no|not|into|out|up|also|just|only|about|after|before|since|until|same|such|other|own|too|very|more|most|each|every|one|two|get|got|please|belong|well|customer|user|text|label|word|typical|etc|something|someone|does|thing|things|am|but|now|want|wants|like|let|say|says|said|\p{N}+|\p{L})$/u

function undouble(root: string): string {
  return /([bdfgmnprt])\1$/.test(root) ? root.slice(0, -1) : root
}
