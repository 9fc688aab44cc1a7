import type { ExpandedTemplate, Stretch } from './expand-template.ts'

type Expanded = Pick<ExpandedTemplate, 'stretches'>

/** A place of the expanded text, as whoever wrote the template knows it. */
export interface SourcePlace {
  /** Offset into the template: of the place itself, or of the tag that its partial stands for. */
  readonly offset: number
  /** Where in a partial it is; null in the template itself. */
  readonly partial: { readonly name: string; readonly text: string; readonly offset: number } | null
}

export function sourcePlace({ stretches }: Expanded, offset: number): SourcePlace {
  const stretch = stretchAt(stretches, offset)
  if (!stretch) return { offset, partial: null }
  const sourceOffset = stretch.sourceStart + offset - stretch.start
  if (stretch.partial === null) return { offset: sourceOffset, partial: null }
  return { offset: stretch.place.start, partial: { ...stretch.partial, offset: sourceOffset } }
}

/** The last stretch that begins at the offset or before it. */
export function stretchAt(stretches: readonly Stretch[], offset: number): Stretch | null {
  let low = 0
  let high = stretches.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((stretches[middle]?.start ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return stretches[low - 1] ?? null
}
