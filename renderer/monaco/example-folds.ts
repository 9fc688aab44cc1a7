import { findExamples } from '../../shared/compress/find-examples.ts'
import type { monaco } from './monaco.ts'

/** Longer texts are not looked through while typing. */
const MAX_CHARACTERS = 200_000

/** Lets Monaco fold few-shot examples, and nothing else. */
export const exampleFolds: monaco.languages.FoldingRangeProvider = {
  provideFoldingRanges(model) {
    if (model.getValueLength() > MAX_CHARACTERS) return []
    return findExamples(model.getValue()).flatMap(({ start, end }) => {
      const first = model.getPositionAt(start).lineNumber
      const last = model.getPositionAt(end).lineNumber
      return last > first ? [{ start: first, end: last }] : []
    })
  },
}
