import type { Choice } from './decide.ts'
import type { OutputFormat } from './prompt-model.ts'

/** Writes the choices down in the form that the prompt asks for. */
export function writeAnswer(choices: readonly Choice[], format: OutputFormat, mayFence: boolean): string {
  const first = choices[0]
  if (!first) return ''
  switch (format.kind) {
    case 'label':
      return first.label
    case 'json':
      return writeJson(choices, format, mayFence)
    case 'sentence':
      return `${format.opening ?? 'Based on the text, the best label is '}${first.label}, because ${becauseOf(first)}.`
    case 'text':
      return first.label
    default:
      return format satisfies never
  }
}

function writeJson(choices: readonly Choice[], format: OutputFormat & { kind: 'json' }, mayFence: boolean): string {
  const [first] = choices
  const free = choices.filter(({ key }) => key === null)
  const value: Record<string, unknown> = {}
  for (const key of format.keys) {
    const keyed = choices.find((choice) => choice.key === key)
    if (keyed) value[key] = typed(keyed.label)
    else if (EXPLAINS.test(key)) value[key] = first ? shortReason(first, format.maxReasonWords) : ''
    else if (/confiden|probab|certain/i.test(key)) value[key] = 0.9
    else value[key] = typed(free.shift()?.label ?? '')
  }
  const json = JSON.stringify(value).replace(/":/g, '": ').replace(/,"/g, ', "')
  const safe = isSame(json, value) ? json : JSON.stringify(value)
  return format.isBare || !mayFence ? safe : `\`\`\`json\n${safe}\n\`\`\``
}

const EXPLAINS = /reason|explan|why|rationale|justif|comment|note|summary|thought|analysis/i

/** The spaces are set by text replacement, which a label with a quotation mark could upset. */
function isSame(json: string, value: unknown): boolean {
  try {
    return JSON.stringify(JSON.parse(json)) === JSON.stringify(value)
  } catch {
    return false
  }
}

function typed(label: string): string | number | boolean {
  if (/^-?\d{1,9}(\.\d{1,6})?$/.test(label)) return Number(label)
  return label === 'true' || label === 'false' ? label === 'true' : label
}

function becauseOf({ evidence }: Choice): string {
  const words = evidence.slice(0, 3).map((word) => `“${word}”`)
  if (words.length === 0)
    return 'the text as a whole points that way and no single word of it speaks clearly for another label'
  return `the text says ${words.join(' and ')}, which is what speaks most clearly for this label`
}

function shortReason({ evidence }: Choice, maxWords: number | null): string {
  const words = evidence.slice(0, 3)
  const sentence = words.length > 0 ? `The text mentions ${words.join(', ')}.` : 'The text as a whole points to it.'
  const parts = sentence.split(' ')
  return maxWords === null || parts.length <= maxWords ? sentence : `${parts.slice(0, maxWords).join(' ')}.`
}
