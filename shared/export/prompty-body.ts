import type { Message } from '../domain/prompt.ts'
import { textPosition } from '../template/text-position.ts'
import { jinjaSyntax } from './syntax/jinja-syntax.ts'
import { refuseTranslation, translatedMessages } from './translate-template.ts'

/** What Prompty reads as the beginning of a message, wherever a line says it. */
const ROLE_LINE =
  /^[ \t]*#?[ \t]*(?:system|user|assistant|developer|tool|function)[ \t]*(?:\[[^\]\n]*\][ \t]*)?:[ \t]*$/im

/** Why a Prompty body cannot say these messages; null when it can. */
export function refusePromptyBody(messages: readonly Message[]): string | null {
  for (const [index, { role, template }] of messages.entries()) {
    const place = `Message ${index + 1} (${role})`
    const marker = ROLE_LINE.exec(template)
    if (marker) {
      const { line } = textPosition(template, marker.index)
      return `${place}, line ${line}: Prompty would take "${marker[0].trim()}" for the beginning of another message.`
    }
    if (template !== template.trim())
      return `${place}: Prompty takes the white space at the beginning and the end of a message away. Take it away first.`
    if (template === '') return `${place} is empty, which Prompty cannot write.`
  }
  return refuseTranslation(messages, jinjaSyntax)
}

/** The messages below the front matter. */
export function promptyBody(messages: readonly Message[]): string {
  return translatedMessages(messages, jinjaSyntax)
    .map(({ role, content }) => `${role}:\n${content}\n`)
    .join('\n')
}
