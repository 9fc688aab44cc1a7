import { VARIABLE_PATH_PATTERN, variablePath } from '../../template/variable-path.ts'
import { type TemplateLogic, Untranslatable } from '../translate-template.ts'

const TEXT = String.raw`"[^"\n]*"|'[^'\n]*'`
const PATH = new RegExp(`^${VARIABLE_PATH_PATTERN}$`, 'u')
const LOOP = new RegExp(String.raw`^\s*([\p{L}_][\p{L}\p{N}_]*)\s+in\s+(${VARIABLE_PATH_PATTERN})\s*$`, 'u')
const PARTS = new RegExp(String.raw`\s*(${TEXT}|-?\d+(?:\.\d+)?|==|!=|<>|<=|>=|<|>|${VARIABLE_PATH_PATTERN}|\S)`, 'uy')

/** What Liquid's forloop has and Jinja's loop says alike, in conditions; shown as text, "true" would be "True". */
const LOOP_FACTS: Readonly<Record<string, string>> = { first: 'loop.first', last: 'loop.last' }
export const LOOP_NUMBERS: Readonly<Record<string, string>> = {
  index: 'loop.index',
  index0: 'loop.index0',
  rindex: 'loop.revindex',
  rindex0: 'loop.revindex0',
  length: 'loop.length',
}

/**
 * Conditions and loops as Jinja 2 and Nunjucks write them, where both say exactly what Liquid says. Liquid takes nothing but nil and
 * false for untrue; Jinja takes an empty text, 0 and an empty list for it as well, so every condition is asked in full.
 *
 * @param path how a path is written, and what it throws where it cannot be
 */
export function jinjaLogic(path: (name: string) => string): TemplateLogic {
  return {
    tag(name, text) {
      switch (name) {
        case 'if':
          return `{% if ${condition(text, path)} %}`
        case 'elsif':
          return `{% elif ${condition(text, path)} %}`
        case 'unless':
          return `{% if not (${condition(text, path)}) %}`
        case 'else':
          return '{% else %}'
        case 'endif':
        case 'endunless':
          return '{% endif %}'
        case 'for':
          return `{% for ${loop(text, path)} %}`
        case 'endfor':
          return '{% endfor %}'
        default:
          throw new Untranslatable(`"${name}" has no counterpart in Jinja. Write it with if.`)
      }
    },
  }
}

/** Over a list; Liquid also walks over texts and objects, each in a way of its own. */
function loop(text: string, path: (name: string) => string): string {
  const [, item, list] = LOOP.exec(text) ?? []
  if (item === undefined || list === undefined)
    throw new Untranslatable(
      'Only loops of the form "for item in items" are written in Jinja, without limit, offset or range.',
    )
  if (item === 'loop') throw new Untranslatable('"loop" is a word of Jinja\'s own. Give the variable another name.')
  return `${item} in ${path(list)}`
}

function condition(text: string, path: (name: string) => string): string {
  const parts: string[] = []
  PARTS.lastIndex = 0
  for (let match = PARTS.exec(text); match; match = PARTS.exec(text)) parts.push(match[1] ?? '')
  const joins = parts.filter((part) => part === 'and' || part === 'or')
  // Liquid reads a chain from the right, Jinja "and" before "or".
  if (new Set(joins).size > 1)
    throw new Untranslatable('A chain of both "and" and "or" is read otherwise by Jinja. Nest the conditions.')
  const terms: string[][] = [[]]
  for (const part of parts) {
    if (part === 'and' || part === 'or') terms.push([])
    else terms.at(-1)?.push(part)
  }
  return terms.map((term) => comparison(term, path)).join(` ${joins[0] ?? ''} `)
}

function comparison(term: readonly string[], path: (name: string) => string): string {
  const [left = '', operator, right = ''] = term
  if (term.length === 1 && PATH.test(left)) return truth(left, path)
  if (term.length !== 3 || !PATH.test(left) || ['true', 'false', 'nil', 'null', 'blank', 'empty'].includes(left))
    throw new Untranslatable(`The condition "${term.join(' ')}" has no exact counterpart in Jinja.`)
  const value = path(left)
  const isText = /^["']/.test(right)
  const isEqual = operator === '=='
  if (isEqual || operator === '!=' || operator === '<>') {
    const not = isEqual ? '' : ' not'
    if (isText) return `${value} ${isEqual ? '==' : '!='} ${literal(right)}`
    if (right === 'nil' || right === 'null') return `${value} is${not} none`
    if (right === 'true' || right === 'false') return `${value} is${not} sameas(${right})`
  }
  if (operator === 'contains' && isText)
    return `(${value} is iterable and ${value} is not mapping and ${literal(right)} in ${value})`
  throw new Untranslatable(
    `"${term.join(' ')}" is decided otherwise by Jinja for values of another kind. Compare with a text, nil, true or false.`,
  )
}

function truth(name: string, path: (name: string) => string): string {
  if (name === 'true' || name === 'false') return name
  const { root, segments } = variablePath(name, 0)
  if (root === 'forloop') {
    const fact = segments?.length === 2 ? LOOP_FACTS[String(segments[1])] : undefined
    if (fact !== undefined) return fact
    throw new Untranslatable(`"${name}" has no counterpart in Jinja.`)
  }
  const value = path(name)
  return `(${value} is defined and ${value} is not none and ${value} is not sameas(false))`
}

function literal(text: string): string {
  const inner = text.slice(1, -1)
  if (inner.includes('\\')) throw new Untranslatable('A backslash in a condition is read otherwise by Jinja.')
  return text
}
