/** What the command line ends with; scripts rely on these numbers. 1 is kept for a gate that fails. */
export const exitCode = {
  passed: 0,
  usage: 2,
  incomplete: 3,
  interrupted: 130,
} as const
