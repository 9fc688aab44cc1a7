const NEGATION =
  /\b(?:not|no|never|none|nor|neither|without|cannot|except|unless|only|avoid|refuse|don't|doesn't|didn't|isn't|aren't|won't|can't|mustn't|shouldn't)\b|n['’]t\b/gi
const OBLIGATION = /\b(?:must|shall|should|may|always|required|mandatory|exactly|at (?:most|least)|up to)\b/gi

/**
 * Why a rewrite of a segment cannot be trusted, or null. Spans are checked by unmaskSpans before; this looks at what
 * reverses or loosens a rule: negations and words of obligation may not become fewer.
 */
export function checkRewrite(original: string, candidate: string): string | null {
  if (candidate.trim() === '') return 'It is empty.'
  if (candidate.length >= original.length) return 'It is not shorter.'
  const negationsLost = count(original, NEGATION) - count(candidate, NEGATION)
  if (negationsLost > 0)
    return `It loses ${negationsLost === 1 ? 'a negation' : `${negationsLost} negations`}: “${words(original, NEGATION)}”.`
  const lost = lostWords(original, candidate)
  if (lost.length > 0) return `It loosens a rule: “${lost.join('”, “')}” is gone.`
  return null
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}

function words(text: string, pattern: RegExp): string {
  return [...new Set((text.match(pattern) ?? []).map((word) => word.toLowerCase()))].join('”, “')
}

/** Words of obligation that the candidate no longer has at all. */
function lostWords(original: string, candidate: string): string[] {
  const kept = new Set((candidate.match(OBLIGATION) ?? []).map((word) => word.toLowerCase()))
  const had = new Set((original.match(OBLIGATION) ?? []).map((word) => word.toLowerCase()))
  return [...had].filter((word) => !kept.has(word))
}
