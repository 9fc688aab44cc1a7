import type { RoutingRule } from '../routing/routing-rule.ts'
import { embeddingSize } from '../routing/text-embedding.ts'
import { complexWords } from '../routing/text-features.ts'
import { toHex } from './decision-lines.ts'

/** The body of `route`, with the functions and data that it needs before it. */
export function routingTypescript(rule: RoutingRule): string {
  switch (rule.kind) {
    case 'steps':
      return `${textOf}\n${features}
const edges = ${JSON.stringify(rule.edges)}
const choices = ${JSON.stringify(rule.choices)}

function choose({ variables }: Request): number {
  const value = featuresOf(textOf(variables)).${rule.feature}
  return choices[edges.filter((edge) => value >= edge).length] ?? 0
}`
    case 'tags':
      return `const choices: Readonly<Record<string, number>> = ${JSON.stringify(rule.choices, null, 2)}

function choose({ tags = [] }: Request): number {
  const tag = tags.find((name) => Object.hasOwn(choices, name))
  return tag === undefined ? ${rule.otherwise} : (choices[tag] ?? ${rule.otherwise})
}`
    case 'linear':
      return `${textOf}\n${features}\n${largest}
const names = ${JSON.stringify(rule.features)} as const
const worths = ${JSON.stringify(rule.worths)}

function choose({ variables }: Request): number {
  const found = featuresOf(textOf(variables))
  const values = names.map((name) => Math.log1p(found[name]))
  return largest(
    worths.map(({ constant, weights }) =>
      weights.reduce((sum, weight, index) => sum + weight * (values[index] ?? 0), constant),
    ),
  )
}`
    case 'neighbours':
      return `${rule.needsEmbedding ? quantized : `${textOf}\n${quantized}\n${embedding}`}\n${largest}
/** Of each known case: its embedding, two hexadecimal digits to a number, and what each model is worth on it. */
const known: readonly (readonly [vector: string, worths: readonly number[]])[] = [
${rule.vectors.map((vector, index) => `  ['${toHex(vector)}', ${JSON.stringify(rule.worths[index])}],`).join('\n')}
]
const vectors = known.map(([hex]) => Array.from({ length: hex.length / 2 }, (_, place) => parseInt(hex.slice(2 * place, 2 * place + 2), 16) - 128))

function choose(${rule.needsEmbedding ? '{ embedding = [] }' : '{ variables }'}: Request): number {
  const vector = ${rule.needsEmbedding ? 'quantized(embedding)' : 'embed(textOf(variables))'}
  const near = vectors
    .map((other, index) => ({ index, product: other.reduce((sum, value, place) => sum + value * (vector[place] ?? 0), 0) }))
    .sort((a, b) => b.product - a.product || a.index - b.index)
    .slice(0, ${rule.neighbours})
  return largest(models.map((_, model) => near.reduce((sum, { index }) => sum + (known[index]?.[1][model] ?? 0), 0)))
}`
    default:
      return rule satisfies never
  }
}

const textOf = `/** The values, one below the other, by the order of their names. */
function textOf(variables: Readonly<Record<string, string>>): string {
  return Object.keys(variables)
    .sort()
    .map((name) => variables[name] ?? '')
    .join('\\n')
}
`

const features = `const complexWords = new Set(${JSON.stringify(complexWords)})

function featuresOf(text: string) {
  const lower = text.toLowerCase()
  return {
    characters: [...text].length,
    words: lower.split(/[ \\t\\n\\r\\f\\v]+/).filter((word) => word !== '').length,
    numbers: (text.match(/[0-9]+(?:[.,][0-9]+)*/g) ?? []).length,
    sentences: (text.match(/[.!?]+/g) ?? []).length,
    keywords: (lower.match(/[a-z]+/g) ?? []).filter((word) => complexWords.has(word)).length,
    lines: text.split('\\n').length,
  }
}
`

const largest = `function largest(values: readonly number[]): number {
  return values.reduce((best, value, index) => (value > (values[best] ?? -Infinity) ? index : best), 0)
}
`

const quantized = `function quantized(vector: readonly number[]): readonly number[] {
  const squares = vector.reduce((sum, value) => sum + value ** 2, 0)
  const scale = squares === 0 ? 0 : 127 / Math.sqrt(squares)
  return vector.map((value) => Math.floor(value * scale + 0.5))
}
`

const embedding = `/** Words and their runs of three characters, hashed with a sign: no model, no key. */
function embed(text: string): readonly number[] {
  const sums = new Array<number>(${embeddingSize}).fill(0)
  const add = (letters: readonly string[], weight: number) => {
    let hash = 0x811c9dc5
    for (const letter of letters) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193)
    hash = (hash ^ (hash >>> 15)) >>> 0
    const place = hash % ${embeddingSize}
    sums[place] = (sums[place] ?? 0) + (Math.floor(hash / ${embeddingSize}) % 2 === 0 ? weight : -weight)
  }
  for (const word of text.toLowerCase().split(/[ \\t\\n\\r\\f\\v]+/)) {
    if (word === '') continue
    const letters = [...\`<\${word}>\`]
    add(letters, 2)
    for (let start = 0; start + 3 <= letters.length; start++) add(letters.slice(start, start + 3), 1)
  }
  return quantized(sums)
}
`
