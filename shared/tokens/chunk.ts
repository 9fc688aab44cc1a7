import type { TextFeatures } from './content-class.ts'
import type { GiantTokens } from './giant-piece.ts'

/** A run of whole pieces of a text with their token sum. */
export interface Chunk {
  readonly text: string
  readonly tokens: number
  readonly features: TextFeatures
  readonly giants: readonly GiantPiece[]
}

/** A piece so long that its tokens are kept; `start` counts from the start of its chunk. */
export interface GiantPiece {
  readonly start: number
  readonly length: number
  readonly tokens: GiantTokens
}
