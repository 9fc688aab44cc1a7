import { findTextExamples } from '../compress/find-examples.ts'
import type { Example } from './prompt-model.ts'
import { readFields } from './read-fields.ts'

export interface FoundExamples {
  readonly examples: readonly Example[]
  /** The instructions without them. */
  readonly rest: string
}

/** Takes the few-shot examples out of the instructions. */
export function readExamples(instructions: string, cue: string | null): FoundExamples {
  const found = findTextExamples(instructions, cue).filter(({ output }) => output !== '')
  let rest = ''
  let at = 0
  for (const { start, end } of found) {
    rest += `${instructions.slice(at, start)}\n`
    at = end
  }
  rest += instructions.slice(at)
  return {
    examples: found.map(({ input, output }) => ({ input: readFields(input), output })),
    rest: rest
      .split('\n')
      .filter((line) => !/^[ \t]*(#{1,6}[ \t]*)?(\*\*)?example \d+/i.test(line))
      .join('\n'),
  }
}
