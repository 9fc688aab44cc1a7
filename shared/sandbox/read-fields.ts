import type { PromptInput } from './prompt-model.ts'

const FIELD = /^[ \t]*(?:[-*][ \t]+)?(?:\*\*)?([A-Za-z][\w ]{0,28}?)(?:\*\*)?[ \t]*:(?:\*\*)?[ \t]*(.*)$/

/** Reads "Subject: …" lines; a value runs on until the next such line. Text without fields is the input as it stands. */
export function readFields(text: string): PromptInput {
  const fields = new Map<string, string>()
  let name: string | null = null
  for (const line of text.split('\n')) {
    const match = FIELD.exec(line)
    const found = match?.[1]?.toLowerCase()
    // Inside a long value only a short capitalized word starts a new field; "He said this: …" does not.
    if (match && found !== undefined && !fields.has(found) && isFieldName(match[1] ?? '')) {
      name = found
      fields.set(name, (match[2] ?? '').trim())
    } else if (name === null) {
      return { text: text.trim(), fields: new Map() }
    } else {
      fields.set(name, `${fields.get(name) ?? ''}\n${line}`.trim())
    }
  }
  return { text: [...fields.values()].join('\n'), fields }
}

function isFieldName(name: string): boolean {
  return /^[A-Z]/.test(name) && name.split(' ').length <= 3
}

/** The text that a decision is about: without the fields that hold a category, such as "Plan: free". */
export function freeText(input: PromptInput, instructions: string): string {
  if (input.fields.size < 2) return input.text
  const free = [...input.fields].filter(([name, value]) => !isCategory(name, value, instructions))
  return free.length > 0 ? free.map(([, value]) => sentence(value)).join('\n') : input.text
}

/** True for a single word that the instructions name together with the field ("the enterprise plan"). */
export function isCategory(name: string, value: string, instructions: string): boolean {
  if (!/^[\w-]{1,24}$/.test(value)) return false
  const lower = instructions.toLowerCase()
  return lower.includes(`${value.toLowerCase()} ${name}`) || lower.includes(`${name}: ${value.toLowerCase()}`)
}

function sentence(value: string): string {
  return /[.!?…]$/.test(value) ? value : `${value}.`
}
