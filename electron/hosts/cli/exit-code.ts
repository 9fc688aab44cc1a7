/** What the command line ends with; scripts rely on these numbers. */
export const exitCode = {
  passed: 0,
  /** What was asked to be checked is not as it should be. */
  failed: 1,
  usage: 2,
  incomplete: 3,
  interrupted: 130,
} as const
