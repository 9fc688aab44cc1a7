import { joinSpans, type TextSpan } from './text-span.ts'

/** "Reply with this text:", "The customer wrote:", "Example 2:" – what follows is shown, not to be done. */
const ANNOUNCES =
  /\b(?:(?:say|reply|respond|answer|write|output|greet|sign|ends?|begin|start|close)\b[^:]{0,60}\b(?:with|follows|this|saying|exactly)\b[^:]{0,40}|(?:say|says|said|repl(?:y|ies)|respond|answers?|writes?|wrote|written|asks?|asked|output|texts?|messages?|templates?|examples?|samples?|wording|phrases?|greeting|sentences?|e-?mails?|letters?|transcript|conversation|dialog(?:ue)?|quotes?|reviews?|tickets?|comments?|posts?|poem|story|article|document|input|for example|such as|like so)\W*\d*\W*):?\W*$/i
/** A line that is a variable and nothing else: what was announced is the value. */
const ONLY_VARIABLE = /^\W*\{\{[^{}]*\}\}\W*$/
const HEADING = /^[ \t]*(?:#{1,6}[ \t]|\*\*[^*]{1,80}\*\*:?$)/
/** `Customer: please help`; names of instructions are no speakers. */
const SPEAKER = /^[ \t]*(?:[-*+•][ \t]+)?\**([\p{L}][\p{L}\d _-]{0,30})\**[ \t]*:[ \t*]+\S/u
const INSTRUCTION =
  /^(?:important|notes?|nb|task|tasks|goal|objective|instructions?|rules?|guidelines?|constraints?|requirements?|format|style|tone|role|context|reminder|warning|caution|tip|hint|steps?|step \d+|first|second|third|finally|remember|attention|requests?|aufgabe|hinweis)$/i
const INSTRUCTION_TAG =
  /^(?:instructions?|rules?|tasks?|guidelines?|constraints?|requirements?|role|context|steps?|format|style|tone|goal|objective|prompt|system|important|notes?|policy|policies)$/i
const TAG = /<(\/?)([A-Za-z][\w-]{0,40})(?:\s[^<>\n]{0,200})?>/g

/**
 * Text that a prompt shows rather than says to the model: samples in tags, quoted lines, what a speaker said, what follows
 * "reply with this text:". Meant to find too much rather than too little; nothing in it may be reworded.
 */
export function quotedText(template: string): TextSpan[] {
  return joinSpans([...taggedSpans(template), ...quotedLines(template)])
}

function taggedSpans(template: string): TextSpan[] {
  const spans: TextSpan[] = []
  const open = new Map<string, number>()
  for (const match of template.matchAll(TAG)) {
    const [whole, slash, name = ''] = match
    if (INSTRUCTION_TAG.test(name)) continue
    const start = open.get(name)
    if (slash === '') open.set(name, start ?? match.index)
    else if (start !== undefined) {
      spans.push({ start, end: match.index + whole.length })
      open.delete(name)
    }
  }
  return spans
}

function quotedLines(template: string): TextSpan[] {
  const spans: TextSpan[] = []
  let isAnnounced = false
  let at = 0
  for (const line of template.split('\n')) {
    const start = at
    at += line.length + 1
    const text = line.trim().slice(0, 400)
    if (text === '') continue
    const speaker = SPEAKER.exec(text)?.[1]
    if (HEADING.test(text)) isAnnounced = ANNOUNCES.test(text)
    else if (text.endsWith(':')) isAnnounced = ANNOUNCES.test(text)
    else if (isAnnounced && ONLY_VARIABLE.test(text)) isAnnounced = false
    else if (isAnnounced || text.startsWith('>') || (speaker !== undefined && !INSTRUCTION.test(speaker))) {
      spans.push({ start, end: start + line.length })
    }
  }
  return spans
}
