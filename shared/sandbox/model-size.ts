export type ModelSize = 'small' | 'medium' | 'large'

/** How much of what it reads a size makes use of. */
export interface Abilities {
  /** 1 = everyday words only, 2 = wider vocabulary, 3 = idioms and allusions too. */
  readonly vocabulary: 1 | 2 | 3
  /** How many of the prompt's examples are looked at. */
  readonly exampleLimit: number
  /** Words after a negation that it turns round. */
  readonly negationReach: number
  readonly appliesRules: boolean
  /** Contrast, sarcasm, typos beyond a doubled letter, and texts with two intents. */
  readonly readsBetweenLines: boolean
  /** Decisions closer than this may go either way. */
  readonly tieWidth: number
}

export function abilitiesOf(size: ModelSize): Abilities {
  switch (size) {
    case 'small':
      return {
        vocabulary: 1,
        exampleLimit: 2,
        negationReach: 1,
        appliesRules: false,
        readsBetweenLines: false,
        tieWidth: 0.2,
      }
    case 'medium':
      return {
        vocabulary: 2,
        exampleLimit: 50,
        negationReach: 4,
        appliesRules: true,
        readsBetweenLines: false,
        tieWidth: 0.14,
      }
    case 'large':
      return {
        vocabulary: 3,
        exampleLimit: 200,
        negationReach: 5,
        appliesRules: true,
        readsBetweenLines: true,
        tieWidth: 0.05,
      }
    default:
      return size satisfies never
  }
}

/** The size that a sandbox model's name asks for; an unknown name answers as the smallest does. */
export function modelSizeOf(modelName: string): ModelSize {
  if (/large/i.test(modelName)) return 'large'
  return /medium/i.test(modelName) ? 'medium' : 'small'
}
