import { useEffect, useId, useRef, useState } from 'react'
import { singleChange } from '../../../shared/domain/single-change.ts'
import { useServices } from '../../client/services.tsx'
import type { TokenCounts } from '../../tokens/token-protocol.ts'

/** The count of one text, exact, with the text that it is the count of. */
export interface LiveCount {
  readonly text: string
  readonly counts: TokenCounts
  readonly features: Float64Array | null
}

/** Counts texts in the token worker while they change; null until a text's first count. Only edits travel. */
export function useLiveCounts(texts: readonly string[]): readonly (LiveCount | null)[] {
  const tokens = useServices().tokens()
  const prefix = useId()
  const sent = useRef(new Map<string, string>())
  const version = useRef(0)
  const [counted, setCounted] = useState<ReadonlyMap<string, LiveCount>>(new Map())

  useEffect(() => {
    const documents = sent.current
    const stop = tokens.onCount(({ docId, counts, features }) => {
      const text = documents.get(docId)
      if (text === undefined) return
      setCounted((before) => new Map(before).set(docId, { text, counts, features }))
    })
    return () => {
      stop()
      for (const docId of documents.keys()) tokens.close(docId)
      documents.clear()
    }
  }, [tokens])

  useEffect(() => {
    const documents = sent.current
    for (const [index, text] of texts.entries()) {
      const docId = `${prefix}${index}`
      const before = documents.get(docId)
      documents.set(docId, text)
      version.current += 1
      const change = singleChange(before ?? '', text)
      if (before === undefined) tokens.open(docId, text, version.current)
      else if (change) tokens.edit(docId, [change], version.current)
    }
    for (let index = texts.length; documents.has(`${prefix}${index}`); index++) {
      tokens.close(`${prefix}${index}`)
      documents.delete(`${prefix}${index}`)
    }
  }, [tokens, texts, prefix])

  return texts.map((_, index) => counted.get(`${prefix}${index}`) ?? null)
}
