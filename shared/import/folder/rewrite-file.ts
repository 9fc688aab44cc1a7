import { AppError } from '../../contract/errors.ts'
import type { Message, VariantContent } from '../../domain/prompt.ts'
import { promptyBody, refusePromptyBody } from '../../export/prompty-body.ts'
import { handlebarsSyntax } from '../../export/syntax/handlebars-syntax.ts'
import { jinjaSyntax } from '../../export/syntax/jinja-syntax.ts'
import { mustacheSyntax } from '../../export/syntax/mustache-syntax.ts'
import { refuseTranslation, type TemplateSyntax, translatedMessages } from '../../export/translate-template.ts'
import { readFrontMatter } from '../prompts/front-matter.ts'
import { readPrompt } from '../prompts/read-prompt.ts'
import type { PromptFile } from './plan-folder.ts'

/** As the export of Markdown opens a text. */
const FENCE = /^## (?:system|user|assistant)\n\n`{3,}text$/m

const COMMENTS: Readonly<Record<string, RegExp>> = {
  jinja: /\{#/,
  prompty: /\{#/,
  mustache: /\{\{!/,
  dotprompt: /\{\{~?!/,
}

/**
 * The file with a prompt's messages in place of its own; its head, with every comment, its settings and its form stay as they are.
 *
 * What comes out is read again: a file that would not say exactly the prompt is never given back.
 *
 * @throws AppError `bad-input` naming the file, where its format cannot say the prompt
 */
export function rewriteFile({ path, text }: PromptFile, content: VariantContent): string {
  const before = readPrompt({ fileName: path, text }, null)
  const written = inFormat(before.importerId, { path, text }, before.messages, content.messages)
  const after = readPrompt({ fileName: path, text: written }, null)
  if (saysSame(after.messages, content.messages)) return written
  throw new AppError(
    'bad-input',
    `${path}: ${before.format} cannot say this prompt exactly as it is. Export it as another format instead.`,
  )
}

function inFormat(
  importerId: string,
  { path, text }: PromptFile,
  before: readonly Message[],
  messages: readonly Message[],
): string {
  const refuse = (reason: string): never => {
    throw new AppError('bad-input', `${path}: ${reason}`)
  }
  const { bodyStart } = /^(?:prompty|dotprompt)$/.test(importerId) ? readFrontMatter(text) : { bodyStart: 0 }
  const head = text.slice(0, bodyStart)
  if (COMMENTS[importerId]?.test(text.slice(bodyStart)))
    return refuse('A comment among its text would be lost. Change the file by hand, or export the prompt.')
  switch (importerId) {
    case 'text':
      return text.startsWith('<!--') && FENCE.test(text) ? inFences(text, messages) : oneMessage(messages, refuse)
    case 'prompty':
      return `${head}${refused(refusePromptyBody(messages), refuse) ?? promptyBody(messages)}`
    case 'dotprompt':
      return `${head}${translated(messages, handlebarsSyntax, refuse)
        .map(({ role, content }) => `{{role "${role === 'assistant' ? 'model' : role}"}}${content}`)
        .join('')}`
    case 'jinja':
    case 'mustache': {
      oneMessage(messages, refuse)
      const syntax = importerId === 'jinja' ? jinjaSyntax : mustacheSyntax
      return translated(messages, syntax, refuse)[0]?.content ?? ''
    }
    case 'openai-json':
    case 'anthropic-json':
      return inJson(text, before, messages, refuse)
    default:
      return refuse('This format is not written back. Export the prompt instead.')
  }
}

type Refuse = (reason: string) => never

function oneMessage(messages: readonly Message[], refuse: Refuse): string {
  const [only, ...others] = messages
  if (only?.role !== 'user' || others.length > 0)
    return refuse('The file holds one message of the user, and the prompt another number of them or another role.')
  return only.template
}

function refused(reason: string | null, refuse: Refuse): null {
  return reason === null ? null : refuse(reason)
}

function translated(messages: readonly Message[], syntax: TemplateSyntax, refuse: Refuse) {
  refused(refuseTranslation(messages, syntax), refuse)
  return translatedMessages(messages, syntax)
}

/** Markdown as Pithy exports it: each text between its fences. */
function inFences(text: string, messages: readonly Message[]): string {
  let index = 0
  return text.replaceAll(
    /^(## (?:system|user|assistant)\n\n(`{3,})text\n)[\s\S]*?(\n\2)$/gm,
    (_whole, open: string, _fence: string, close: string) => `${open}${messages[index++]?.template ?? ''}${close}`,
  )
}

/** Each text in place of the one before, where that stands once; spaces and the order of the members stay. */
function inJson(text: string, before: readonly Message[], messages: readonly Message[], refuse: Refuse): string {
  if (before.length !== messages.length || before.some(({ role }, index) => role !== messages[index]?.role))
    return refuse('The file has other messages or roles than the prompt. Write it by an export.')
  let written = text
  for (const [index, { template }] of messages.entries()) {
    const old = before[index]?.template ?? ''
    if (old === template) continue
    const literal = JSON.stringify(old)
    const at = written.indexOf(literal)
    if (at < 0 || written.indexOf(literal, at + 1) >= 0)
      return refuse(`The text of message ${index + 1} is not found once in the file. Write it by an export.`)
    written = `${written.slice(0, at)}${JSON.stringify(template)}${written.slice(at + literal.length)}`
  }
  return written
}

function saysSame(a: readonly Message[], b: readonly Message[]): boolean {
  const said = (messages: readonly Message[]) => JSON.stringify(messages.map(({ role, template }) => [role, template]))
  return said(a) === said(b)
}
