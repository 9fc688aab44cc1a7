/** What the command line ends with; scripts rely on these numbers. */
export const exitCode = {
  passed: 0,
  gateFailed: 1,
  usage: 2,
  incomplete: 3,
  interrupted: 130,
} as const
