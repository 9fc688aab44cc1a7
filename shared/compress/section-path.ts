import type { Segment } from '../domain/compression.ts'

/** Where a segment stands: the headings above it. */
export interface Section {
  readonly key: string
  /** Its rules hold for the whole prompt: there is no heading, or only ones like "Rules" and "Output format". */
  readonly isGeneral: boolean
}

const GENERAL =
  /^\W*(?:(?:your|the|general|important|key|additional|final|main|output|response|answer|core|critical|overall)\s+)*(?:rules?|guidelines?|instructions?|constraints?|requirements?|tasks?|role|format|style|tone|reminders?|notes?|important|objective|goal|overview|introduction|context|background|output|answer|response)\W*$/i
/** A line that ends in a colon stands below every heading with a number sign. */
const LINE_LEVEL = 7

/** The section of every segment, by its id. */
export function sectionsOf(segments: readonly Segment[]): ReadonlyMap<string, Section> {
  const sections = new Map<string, Section>()
  let path: { readonly level: number; readonly text: string }[] = []
  let messageIndex = -1
  for (const segment of segments) {
    if (segment.messageIndex !== messageIndex) path = []
    messageIndex = segment.messageIndex
    if (segment.kind === 'heading' && /\p{L}/u.test(segment.text)) {
      const level = /^#{1,6}/.exec(segment.text)?.[0].length ?? LINE_LEVEL
      path = [...path.filter((heading) => heading.level < level), { level, text: segment.text }]
    }
    sections.set(segment.id, {
      key: `${messageIndex}:${path.map(({ text }) => text).join('\n')}`,
      isGeneral: path.every(({ text }) => GENERAL.test(text)),
    })
  }
  return sections
}
