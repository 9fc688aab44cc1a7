import { XMLParser } from 'fast-xml-parser'
import { SaxesParser } from 'saxes'
import { AppError } from '../../../shared/contract/errors.ts'
import { unread } from './unread.ts'

const EXTERNAL =
  /^\s+[^\s[\]"'<>]+\s+(?:SYSTEM\s+(?:"[^"#]*"|'[^'#]*')|PUBLIC\s+(?:"[-\s\w'()+,./:=?;!*#@$%]*"|'[-\s\w()+,./:=?;!*#@$%]*')\s+(?:"[^"#]*"|'[^'#]*'))\s*$/
const PLAIN = /^\s+[^\s[\]"'<>]+\s*$/

/** Reading takes more than twice as long for texts of twice the length. */
export const MAX_XML_CHARACTERS = 100_000

/** Names are looked up through all elements around them. */
const MAX_DEPTH = 500

/** What keeps a text from being one XML document that has these elements; judged as promptfoo 0.121 does. */
export function xmlProblem(text: string, elements: readonly string[]): string | null {
  if (text.length > MAX_XML_CHARACTERS) throw unread('The output is too long to be read as XML.')
  const fault = faultOf(text)
  if (fault !== null) return `The output is not XML: ${fault}`
  const missing = missingElements(text, elements)
  if (missing === null) return 'The output is not XML.'
  return missing.length === 0 ? null : `The XML lacks ${missing.join(', ').slice(0, 200)}.`
}

function faultOf(text: string): string | null {
  const parser = new SaxesParser({ xmlns: true })
  let standalone = false
  let depth = 0
  parser.on('opentag', ({ isSelfClosing }) => {
    if (!isSelfClosing && ++depth > MAX_DEPTH)
      throw unread(`XML with more than ${MAX_DEPTH} elements in each other is not read.`)
  })
  parser.on('closetag', ({ isSelfClosing }) => {
    if (!isSelfClosing) depth--
  })
  parser.on('xmldecl', (declaration) => {
    standalone = declaration.standalone === 'yes'
  })
  parser.on('doctype', (doctype) => {
    if (doctype.replaceAll(/"[^"]*"|'[^']*'/g, '').includes('['))
      throw new Error('A DOCTYPE with rules of its own is not read.')
    if (EXTERNAL.test(doctype)) {
      if (!standalone) allowEntities(parser)
    } else if (!PLAIN.test(doctype)) throw new Error('The DOCTYPE is malformed.')
  })
  try {
    parser.write(text).close()
    return null
  } catch (error) {
    if (error instanceof AppError) throw error
    return `${(error instanceof Error ? error.message : String(error)).slice(0, 200).replace(/\.?$/, '.')}`
  }
}

/** An outside document may define entities: none of them is a fault then. */
function allowEntities(parser: SaxesParser<{ xmlns: true }>): void {
  parser.ENTITIES = new Proxy(parser.ENTITIES, {
    get: (known, name) => (typeof name !== 'string' || name in known ? Reflect.get(known, name) : `&${name};`),
  })
}

/**
 * The paths that lead to nothing; null when the text cannot be read. It is read generously, so that several roots or a cut tag pass: whether
 * it is well-formed is asked before.
 */
export function missingElements(text: string, elements: readonly string[]): readonly string[] | null {
  try {
    const read: unknown = new XMLParser({
      allowBooleanAttributes: true,
      ignoreAttributes: false,
      parseAttributeValue: true,
      parseTagValue: true,
    }).parse(text)
    return elements.filter((path) => !hasPath(read, path.split('.')))
  } catch {
    return null
  }
}

function hasPath(root: unknown, path: readonly string[]): boolean {
  let value = root
  for (const name of path) {
    if (typeof value !== 'object' || value === null) return false
    if (Array.isArray(value) && !/^(?:0|[1-9]\d*)$/.test(name)) return false
    const found: unknown = Reflect.get(value, name)
    if (found === undefined) return false
    value = found
  }
  return true
}
