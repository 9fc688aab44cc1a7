import type { TextSpan } from './text-span.ts'

const NUMBER = /\b(example|sample|case)([ \t]*#?)\d+/i

/** The template with one of its examples at another's place; what stands between them stays, numbered headings count on. */
export function moveExample(template: string, examples: readonly TextSpan[], from: number, to: number): string {
  const texts = examples.map(({ start, end }) => template.slice(start, end))
  const [taken] = texts.slice(from, from + 1)
  if (taken === undefined || to < 0 || to >= texts.length) return template
  const ordered = texts.toSpliced(from, 1).toSpliced(to, 0, taken)
  let text = ''
  let at = 0
  for (const [index, { start, end }] of examples.entries()) {
    const number = NUMBER.exec(texts[index]?.split('\n', 1)[0] ?? '')?.[0]
    text += template.slice(at, start) + renumbered(ordered[index] ?? '', number)
    at = end
  }
  return text + template.slice(at)
}

/** The template without an example and the blank lines after it. */
export function dropExample(template: string, { start, end }: TextSpan): string {
  const after = /^[ \t]*(?:\n[ \t]*)*/.exec(template.slice(end))?.[0] ?? ''
  const lastBreak = after.lastIndexOf('\n')
  const cut = lastBreak < 0 ? 0 : lastBreak + 1
  const rest = template.slice(end + cut)
  return rest.trim() === ''
    ? template.slice(0, start).trimEnd() + template.slice(end).trimEnd()
    : template.slice(0, start) + rest
}

/** The heading of an example with the number that its new place had. */
function renumbered(text: string, placeNumber: string | undefined): string {
  const number = /\d+/.exec(placeNumber ?? '')?.[0]
  const [line = ''] = text.split('\n', 1)
  if (number === undefined || !NUMBER.test(line)) return text
  return line.replace(NUMBER, `$1$2${number}`) + text.slice(line.length)
}
