import type { SpanKind } from '../../compress/protect-spans.ts'
import { type Statement, statementOf } from './ledger-coverage.ts'
import { type Multiset, spanCounts } from './literals.ts'
import { countMarkers, type MarkerCounts } from './polarity-markers.ts'

/** What rules find in texts. Each text is read once: most of a prompt stands in all of its candidates. */
export interface TextFacts {
  readonly spans: (text: string, kind: SpanKind) => Multiset
  readonly markers: (text: string) => MarkerCounts
  readonly statement: (text: string) => Statement
}

/** A prompt's own lines and rules, and the candidates of the last while. */
const MAX_KEPT = 2000
const NONE: Multiset = new Map()

export function createTextFacts(): TextFacts {
  const spans = remembered(spanCounts)
  return {
    spans: (text, kind) => spans(text).get(kind) ?? NONE,
    markers: remembered(countMarkers),
    statement: remembered(statementOf),
  }
}

function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const found = known.get(text)
    if (found !== undefined) return found
    if (known.size >= MAX_KEPT) known.clear()
    const fresh = read(text)
    known.set(text, fresh)
    return fresh
  }
}
