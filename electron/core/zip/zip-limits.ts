/** What an archive may hold at most; larger ones are refused before anything is unpacked. */
export const zipLimits = {
  entries: 10_000,
  /** Unpacked, all files together. */
  totalBytes: 2_000_000_000,
  /** Unpacked to packed; asked of archives that unpack to more than `freeBytes`. */
  ratio: 500,
  freeBytes: 64_000_000,
  directoryBytes: 8_000_000,
  pathCharacters: 200,
} as const
