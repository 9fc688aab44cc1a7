import type { JsonValue } from './json.ts'

/** Where a value stands in the text it was read from; offsets are UTF-16. */
export interface JsonPlace {
  readonly start: number
  readonly end: number
}

export type JsonReading =
  /** `places` by JSON pointer ("" = the whole, "/a/0"), of the values. */
  | { readonly value: JsonValue; readonly places: ReadonlyMap<string, JsonPlace>; readonly problem: null }
  | { readonly value: undefined; readonly problem: { readonly message: string; readonly offset: number } }

/** Reads JSON and remembers where everything stands, so that what is wrong can be told with line and column. */
export function readJson(text: string): JsonReading {
  const scanner = new Scanner(text)
  try {
    const value = scanner.whole()
    return { value, places: scanner.places, problem: null }
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error
    return { value: undefined, problem: { message: error.message, offset: error.offset } }
  }
}

/** "Line 3, column 12". */
export function lineAndColumn(text: string, offset: number): string {
  const before = text.slice(0, offset)
  const line = before.split('\n').length
  return `Line ${line}, column ${offset - before.lastIndexOf('\n')}`
}

class Unreadable extends Error {
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

const MAX_DEPTH = 200

class Scanner {
  readonly places = new Map<string, JsonPlace>()
  readonly #text: string
  #at = 0

  constructor(text: string) {
    this.#text = text
  }

  whole(): JsonValue {
    const value = this.#value('', 0)
    this.#blanks()
    if (this.#at < this.#text.length) this.#fail('Nothing may follow the end of the JSON')
    return value
  }

  #value(pointer: string, depth: number): JsonValue {
    this.#blanks()
    if (depth > MAX_DEPTH) this.#fail(`It is nested deeper than ${MAX_DEPTH} levels`)
    const start = this.#at
    const first = this.#text[start]
    const value =
      first === '{' ? this.#object(pointer, depth) : first === '[' ? this.#list(pointer, depth) : this.#scalar()
    this.places.set(pointer, { start, end: this.#at })
    return value
  }

  #object(pointer: string, depth: number): JsonValue {
    const members: [string, JsonValue][] = []
    const names = new Set<string>()
    this.#items('}', 'object', () => {
      const at = this.#at
      if (this.#text[at] !== '"') this.#fail('A property’s name in double quotes is missing')
      // Holds: what begins with a quotation mark is read as a string.
      const name = this.#scalar() as string
      if (names.has(name)) this.#fail(`The property "${name}" is there twice`, at)
      names.add(name)
      this.#blanks()
      if (this.#text[this.#at] !== ':') this.#fail('A colon is missing after the property’s name')
      this.#at += 1
      members.push([name, this.#value(`${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1)])
    })
    return Object.fromEntries(members)
  }

  #list(pointer: string, depth: number): JsonValue {
    const items: JsonValue[] = []
    this.#items(']', 'list', () => items.push(this.#value(`${pointer}/${items.length}`, depth + 1)))
    return items
  }

  #items(close: string, what: string, read: () => void): void {
    this.#at += 1
    this.#blanks()
    while (this.#text[this.#at] !== close) {
      read()
      this.#blanks()
      const next = this.#text[this.#at]
      if (next === close) break
      if (next === undefined) this.#fail(`The ${what} is not closed: "${close}" is missing`)
      if (next !== ',') this.#fail(`A comma or "${close}" is missing`)
      this.#at += 1
      this.#blanks()
      if (this.#text[this.#at] === close) this.#fail('A comma stands before the end')
    }
    this.#at += 1
  }

  #scalar(): JsonValue {
    // Made anew: a sticky pattern of the module would carry its place from one reading to the next.
    const scalar = /"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|[A-Za-z]+/y
    scalar.lastIndex = this.#at
    const [word] = scalar.exec(this.#text) ?? []
    if (word === undefined) {
      this.#fail(
        this.#at >= this.#text.length
          ? 'The text ends where a value is expected'
          : this.#text[this.#at] === '"'
            ? 'The text in quotes is not closed'
            : 'A value is expected here',
      )
    }
    try {
      const value = JSON.parse(word) as JsonValue
      this.#at += word.length
      return value
    } catch {
      return this.#fail(`${word.length > 20 ? `${word.slice(0, 20)}…` : word} is not a JSON value`)
    }
  }

  #blanks(): void {
    while (/[ \t\r\n]/.test(this.#text[this.#at] ?? '')) this.#at += 1
  }

  #fail(message: string, offset = this.#at): never {
    throw new Unreadable(message, offset)
  }
}
