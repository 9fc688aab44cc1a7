import { sectionsOf } from '../compress/section-path.ts'
import { splitSegments } from '../compress/split-segments.ts'
import type { Segment } from '../domain/compression.ts'
import type { Message } from '../domain/prompt.ts'
import type { PromptCut } from './cut-prompt.ts'

/** A part of a prompt that money goes to; `cuts` are the places of its cuts, those of its children taken together. */
export interface PromptPart {
  readonly id: string
  readonly kind: 'message' | 'section' | 'variable' | 'partial' | 'text' | Segment['kind']
  readonly label: string
  readonly messageIndex: number
  /** UTF-16 offsets into the message's template. */
  readonly start: number
  readonly end: number
  readonly cuts: readonly number[]
  readonly children: readonly PromptPart[]
}

const LABEL_CHARACTERS = 80

/** Messages, their sections, the list items, examples and paragraphs of these, and the variables inside. */
export function promptParts(messages: readonly Message[], cuts: readonly PromptCut[]): readonly PromptPart[] {
  const segments = splitSegments(messages)
  const sections = sectionsOf(segments)
  const segmentsOf = Map.groupBy(segments, (segment) => segment.messageIndex)
  const cutsOf = Map.groupBy(cuts.keys(), (index) => cuts[index]?.messageIndex ?? -1)
  const cutsIn = Map.groupBy(cuts.keys(), (index) => cuts[index]?.segmentId ?? null)
  return messages.map(({ role, template }, messageIndex): PromptPart => {
    const own = segmentsOf.get(messageIndex) ?? []
    const indexes = cutsOf.get(messageIndex) ?? []
    const examples = own.filter(({ kind }) => kind === 'example').map(({ id }) => id)
    const items = own.map((segment) => {
      const number = examples.length > 1 ? examples.indexOf(segment.id) + 1 : 0
      return { segment, part: segmentPart(segment, number, cutsIn.get(segment.id) ?? [], cuts) }
    })
    const children: PromptPart[] = []
    for (let at = 0; at < items.length; ) {
      const key = sections.get(items[at]?.segment.id ?? '')?.key
      let next = at + 1
      while (next < items.length && sections.get(items[next]?.segment.id ?? '')?.key === key) next++
      children.push(...sectionParts(items.slice(at, next), `m${messageIndex}-h${children.length}`))
      at = next
    }
    return {
      id: `m${messageIndex}`,
      kind: 'message',
      label: `${messageIndex + 1} ${role}`,
      messageIndex,
      start: 0,
      end: template.length,
      cuts: indexes,
      children,
    }
  })
}

interface Item {
  readonly segment: Segment
  readonly part: PromptPart
}

/** What stands below a heading as one part; without a heading, or with nothing below it, the items themselves. */
function sectionParts(items: readonly Item[], id: string): readonly PromptPart[] {
  const [first] = items
  const parts = items.map(({ part }) => part)
  if (first?.segment.kind !== 'heading' || items.length < 2) return parts
  return [
    {
      id,
      kind: 'section',
      label: first.part.label.replace(/^#+\s*|:$/g, ''),
      messageIndex: first.part.messageIndex,
      start: first.part.start,
      end: parts.at(-1)?.end ?? first.part.end,
      cuts: parts.flatMap((part) => part.cuts),
      children: parts,
    },
  ]
}

function segmentPart(
  segment: Segment,
  exampleNumber: number,
  own: readonly number[],
  cuts: readonly PromptCut[],
): PromptPart {
  const { id, kind, messageIndex, start, end } = segment
  const label = shortened(segment.text)
  return {
    id,
    kind,
    label: exampleNumber > 0 ? `Example ${exampleNumber}: ${label}` : label,
    messageIndex,
    start,
    end,
    cuts: own,
    children: variableParts(segment, own, cuts),
  }
}

/** The variables of a segment and the text around them; nothing where there is nothing to tell apart. */
function variableParts(segment: Segment, own: readonly number[], cuts: readonly PromptCut[]): readonly PromptPart[] {
  const byName = new Map<string | null, number[]>()
  const partials = new Set<string | null>()
  for (const index of own) {
    const cut = cuts[index]
    const name = cut ? writtenName(cut) : null
    if (cut?.partial !== undefined) partials.add(name)
    const known = byName.get(name)
    if (known) known.push(index)
    else byName.set(name, [index])
  }
  if ([...byName.keys()].every((name) => name === null)) return []
  return [...byName].map(([name, indexes]): PromptPart => {
    const first = cuts[indexes[0] ?? 0]
    const { messageIndex, start, end } = segment
    const place = name === null ? { start, end } : { start: first?.start ?? start, end: first?.end ?? end }
    return {
      id: `${segment.id}-${name === null ? 'text' : `v-${name}`}`,
      kind: name === null ? 'text' : partials.has(name) ? 'partial' : 'variable',
      label: name ?? 'text around it',
      messageIndex,
      ...place,
      cuts: indexes,
      children: [],
    }
  })
}

/** As the template writes it: `{{name}}`, `{% render 'name' %}`; null for text and blocks. */
function writtenName({ kind, variables, partial }: PromptCut): string | null {
  if (partial !== undefined) return `{% render '${partial}' %}`
  return kind === 'output' && variables[0] !== undefined ? `{{${variables[0]}}}` : null
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim()
  return line.length > LABEL_CHARACTERS ? `${line.slice(0, LABEL_CHARACTERS - 1)}…` : line
}
