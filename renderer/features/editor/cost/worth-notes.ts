import type { SegmentWorth, SqueezeSegment, SqueezeSnapshot } from '../../../../shared/domain/squeeze.ts'
import { differenceText } from '../../../../shared/verdict/verdict-sentence.ts'

/** A remark behind a part of a message. */
export interface WorthNote {
  /** Where the part ends now. */
  readonly end: number
  /** "this example: 214 tokens, +0.2 points (−1.1 to 1.5)" */
  readonly text: string
  /** needed: the score surely falls without it; idle: it surely does not fall by more than the margin. */
  readonly tone: 'needed' | 'idle' | 'open'
}

const NAMES: Readonly<Record<SqueezeSegment['kind'], string>> = {
  prose: 'this part',
  'list-item': 'this item',
  example: 'this example',
  code: 'this code',
  json: 'this JSON',
  table: 'this table',
  slot: 'this part',
}

/** What the parts of a message are worth, at the places where they stand now; parts that were changed are left out. */
export function placeWorthNotes(
  { segments, worth, spec }: Pick<SqueezeSnapshot, 'segments' | 'worth' | 'spec'>,
  messageIndex: number,
  text: string,
): readonly WorthNote[] {
  const bySegment = new Map(worth.map((one) => [one.segmentId, one]))
  const margin = (spec.margin ?? 0.03) * 100
  return segments.flatMap((segment): WorthNote[] => {
    const own = bySegment.get(segment.id)
    if (!own || segment.messageIndex !== messageIndex) return []
    const start = placeOf(segment, text)
    if (start === null) return []
    const tone = own.low > 0 ? 'needed' : own.high <= margin ? 'idle' : 'open'
    return [{ end: start + segment.text.length, text: noteText(segment, own), tone }]
  })
}

/** Where it was, or the one other place where the same words stand; null when that cannot be told. */
function placeOf(segment: SqueezeSegment, text: string): number | null {
  if (text.startsWith(segment.text, segment.start)) return segment.start
  const first = text.indexOf(segment.text)
  return first >= 0 && text.indexOf(segment.text, first + 1) < 0 ? first : null
}

function noteText({ kind }: SqueezeSegment, { tokens, points, low, high }: SegmentWorth): string {
  return `${NAMES[kind]}: ${tokens.toLocaleString('en-US')} tokens, ${differenceText(points / 100, { low: low / 100, high: high / 100 })}`
}
