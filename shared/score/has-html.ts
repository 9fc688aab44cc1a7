import { AppError } from '../contract/errors.ts'

const MAX_CHARACTERS = 10 * 1024 * 1024
const KNOWN_TAG =
  /<(?:html|head|body|div|span|p|a|img|h[1-6]|ul|ol|li|table|tr|td|th|form|input|button|script|style|link|meta|br|hr)\b/i

/** Whether a text holds HTML, by the signs that promptfoo 0.121 counts: two points are enough. @throws AppError `bad-input` when it is not read */
export function hasHtml(text: string): boolean {
  if (text.length > MAX_CHARACTERS) throw new AppError('bad-input', 'The output is too long to be searched for HTML.')
  const tags = Number(hasOpeningTag(text)) + Number(/<\/[a-zA-Z][a-zA-Z0-9-]*\s*>/.test(text))
  const points =
    tags +
    Number(hasSelfClosingTag(text)) +
    Number(/&(?:[a-zA-Z]+|#[0-9]+|#x[0-9a-fA-F]+);/.test(text)) +
    2 * Number(/<!DOCTYPE\s+html/i.test(text)) +
    Number(/<!--[^-]*(?:-[^-]+)*-->/.test(text)) +
    Number(/\s[a-zA-Z-]+=\s*["'][^"']*["']/.test(text)) +
    2 * Number(KNOWN_TAG.test(text))
  return points >= 2
}

/** Not one pattern: it would look for the end of each of a million open tags. */
function hasOpeningTag(text: string): boolean {
  return /<[a-zA-Z][a-zA-Z0-9-]*[>\s]/.test(text.slice(0, text.lastIndexOf('>') + 1))
}

function hasSelfClosingTag(text: string): boolean {
  let from = 0
  for (let end = text.indexOf('>'); end >= 0; end = text.indexOf('>', from)) {
    if (text[end - 1] === '/' && /<[a-zA-Z][a-zA-Z0-9-]*(?:\s|\/$)/.test(text.slice(from, end))) return true
    from = end + 1
  }
  return false
}
