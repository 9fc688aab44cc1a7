import { z } from 'zod'
import { RunId } from '../../shared/domain/ids.ts'
import { RunView } from '../../shared/domain/run-view.ts'
import type { Place } from './router.ts'

const LinkedPlace = z.object({ page: z.literal('runs'), runId: RunId, view: RunView })
type LinkedPlace = z.infer<typeof LinkedPlace>

/** An address that opens a run as it is looked at now; it holds no token, and nothing of the library but the search. */
export function linkToPlace(location: Pick<Location, 'origin' | 'pathname'>, place: LinkedPlace): string {
  return `${location.origin}${location.pathname}#place=${encodeURIComponent(JSON.stringify(place))}`
}

/** The place that a link names; null when it names none. */
export function placeInLink(link: string): Place | null {
  const text = new URLSearchParams(link.slice(link.indexOf('#') + 1)).get('place')
  return text === null ? null : placeInText(text)
}

/** The place that a link or a file of a view holds as JSON; null when it holds none. */
export function placeInText(text: string): Place | null {
  try {
    return LinkedPlace.safeParse(JSON.parse(text)).data ?? null
  } catch {
    return null
  }
}
