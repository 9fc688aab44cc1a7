type State = 'value' | 'first-value' | 'first-key' | 'key' | 'colon' | 'after' | 'string' | 'escape' | 'number' | 'word'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const WORDS = ['true', 'false', 'null'] as const
const NUMBER_PREFIX = /^-?(?:(?:0|[1-9]\d*)(?:\.\d*)?|(?:0|[1-9]\d*)(?:\.\d+)?[eE][+-]?\d*)?$/
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/

/** Tells, one character at a time, whether a text can still become JSON (RFC 8259). Time and memory do not grow with the text, but for its depth. */
export class JsonPrefix {
  readonly #open: ('{' | '[')[] = []
  #state: State = 'value'
  #isKey = false
  /** Hexadecimal digits that a \u escape still needs. */
  #digits = 0
  #literal = ''

  /** Whether what was taken is a whole value; a number may still go on. */
  get isComplete(): boolean {
    if (this.#open.length > 0) return false
    return this.#state === 'after' || (this.#state === 'number' && NUMBER.test(this.#literal))
  }

  /** Takes one UTF-16 unit. False when no text that begins like this is JSON; then nothing more may be taken. */
  take(unit: number): boolean {
    if (this.#state === 'string') return this.#inString(unit)
    if (this.#state === 'escape') return this.#inEscape(unit)
    const character = String.fromCharCode(unit)
    if (this.#state === 'number') {
      if (NUMBER_PREFIX.test(this.#literal + character)) return this.#grow(character)
      if (!NUMBER.test(this.#literal)) return false
      this.#state = 'after'
    }
    if (this.#state === 'word') return this.#inWord(character)
    return /[ \t\n\r]/.test(character) || this.#between(character)
  }

  #between(character: string): boolean {
    switch (this.#state) {
      case 'first-key':
        return character === '}' ? this.#close('{') : this.#startKey(character)
      case 'key':
        return this.#startKey(character)
      case 'colon':
        return character === ':' && this.#to('value')
      case 'after':
        return this.#afterValue(character)
      case 'first-value':
        return character === ']' ? this.#close('[') : this.#startValue(character)
      default:
        return this.#startValue(character)
    }
  }

  #startValue(character: string): boolean {
    if (character === '{' || character === '[') {
      this.#open.push(character)
      return this.#to(character === '{' ? 'first-key' : 'first-value')
    }
    if (character === '"') return this.#startString(false)
    this.#literal = character
    if (/[-\d]/.test(character)) return this.#to('number')
    return WORDS.some((word) => word.startsWith(character)) && this.#to('word')
  }

  #startKey(character: string): boolean {
    return character === '"' && this.#startString(true)
  }

  #startString(isKey: boolean): boolean {
    this.#isKey = isKey
    return this.#to('string')
  }

  #inString(unit: number): boolean {
    if (unit === QUOTE) return this.#to(this.#isKey ? 'colon' : 'after')
    if (unit === BACKSLASH) return this.#to('escape')
    return unit >= 0x20
  }

  #inEscape(unit: number): boolean {
    const character = String.fromCharCode(unit)
    if (this.#digits > 0) {
      if (!/[\da-fA-F]/.test(character)) return false
      this.#digits -= 1
      return this.#digits > 0 || this.#to('string')
    }
    if (character !== 'u') return /["\\/bfnrt]/.test(character) && this.#to('string')
    this.#digits = 4
    return true
  }

  #inWord(character: string): boolean {
    const grown = this.#literal + character
    if (!WORDS.some((word) => word.startsWith(grown))) return false
    return WORDS.some((word) => word === grown) ? this.#to('after') : this.#grow(character)
  }

  #afterValue(character: string): boolean {
    const innermost = this.#open.at(-1)
    if (character === ',' && innermost) return this.#to(innermost === '{' ? 'key' : 'value')
    if (character === '}') return this.#close('{')
    return character === ']' && this.#close('[')
  }

  #close(bracket: '{' | '['): boolean {
    return this.#open.pop() === bracket && this.#to('after')
  }

  #grow(character: string): boolean {
    this.#literal += character
    return true
  }

  #to(state: State): boolean {
    this.#state = state
    return true
  }
}
