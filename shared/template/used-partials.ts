import type { PartialTexts } from '../domain/partial.ts'
import { isRenderTag, renderedName } from './render-tag.ts'
import { scanTemplate } from './scan-template.ts'

/** The partials that texts name, and those that these name in turn; names without a text are left out. */
export function usedPartials(texts: readonly string[], partials: PartialTexts): PartialTexts {
  const used = new Map<string, string>()
  const waiting = texts.flatMap(partialNames)
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    if (used.has(name) || !Object.hasOwn(partials, name)) continue
    const text = partials[name] ?? ''
    used.set(name, text)
    waiting.push(...partialNames(text))
  }
  return Object.fromEntries([...used].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** The names in a text's render tags, each once, in its order. */
export function partialNames(text: string): string[] {
  // Scanning a long text takes milliseconds, and most texts have no such tag.
  if (!/\{%-?\s*render/.test(text)) return []
  const names = scanTemplate(text).flatMap((piece) => (isRenderTag(piece) ? (renderedName(text, piece) ?? []) : []))
  return [...new Set(names)]
}

/** A text with a partial's new name in the tags that named it. */
export function withPartialRenamed(text: string, from: string, to: string): string {
  if (!partialNames(text).includes(from)) return text
  let result = ''
  let taken = 0
  for (const piece of scanTemplate(text)) {
    if (!isRenderTag(piece) || renderedName(text, piece) !== from) continue
    const name = text.indexOf(from, piece.argumentsStart)
    result += `${text.slice(taken, name)}${to}`
    taken = name + from.length
  }
  return result + text.slice(taken)
}
