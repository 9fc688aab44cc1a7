import type { SpanKind } from '../../compress/protect-spans.ts'
import { remembered } from '../../remembered.ts'
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
  const spans = remembered(spanCounts, MAX_KEPT)
  return {
    spans: (text, kind) => spans(text).get(kind) ?? NONE,
    markers: remembered(countMarkers, MAX_KEPT),
    statement: remembered(statementOf, MAX_KEPT),
  }
}
