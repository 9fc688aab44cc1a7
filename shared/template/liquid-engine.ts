import { Liquid, Parser, TagToken, type Template, Token, TokenKind, type TopLevelToken } from 'liquidjs'
import { outputText } from './output-text.ts'
import type { TemplatePiece } from './scan-template.ts'
import { TEMPLATE_FILTERS } from './template-filters.ts'
import { TextEmitter } from './text-emitter.ts'

const TAGS: ReadonlySet<string> = new Set(['if', 'unless', 'for', 'case'])

/**
 * Liquid with the few tags and filters that a prompt needs: no file system, no prototypes, no undefined variables, and
 * limits that end a runaway loop.
 */
export function createLiquid(): Liquid {
  const liquid = new Liquid({
    ownPropertyOnly: true,
    strictVariables: true,
    strictFilters: true,
    templates: {},
    memoryLimit: 50_000_000,
    outputEscape: outputText,
  })
  for (const name of Object.keys(liquid.tags)) if (!TAGS.has(name)) delete liquid.tags[name]
  for (const name of Object.keys(liquid.filters)) if (!TEMPLATE_FILTERS.has(name)) delete liquid.filters[name]
  return liquid
}

/**
 * Gives Liquid the pieces that our scanner found. Its own tokenizer is left out on purpose: it throws on a lone `{{` and
 * on unknown tags, which are plain text in a prompt.
 *
 * @throws LiquidError with the token that it stumbled over
 */
export function parsePieces(liquid: Liquid, text: string, pieces: readonly TemplatePiece[]): Template[] {
  const tokens = pieces.flatMap((piece) => tokenFor(liquid, text, piece))
  // Liquid's parser asks a token for its kind and the members below, and never for its class.
  return new TracingParser(liquid).parseTokens(tokens as TagToken[])
}

/** Its templates tell a TextEmitter where what they write comes from. */
class TracingParser extends Parser {
  override parseToken(token: TopLevelToken, remainTokens: TopLevelToken[]): ReturnType<Parser['parseToken']> {
    const parsed = super.parseToken(token, remainTokens)
    if (token instanceof TagToken) return parsed
    const template: Template = parsed
    const render = template.render.bind(template)
    template.render = (context, emitter) => {
      if (emitter instanceof TextEmitter) emitter.enter(token.begin, token instanceof PlainTextToken)
      return render(context, emitter)
    }
    return parsed
  }
}

function tokenFor(liquid: Liquid, text: string, piece: TemplatePiece): Token[] {
  if (piece.kind === 'text') return [new PlainTextToken(text, piece.start, piece.end)]
  if (piece.kind === 'output') return [new ValueToken(text, piece.start, piece.end)]
  if (piece.isVerbatim) return []
  return [new TagToken(text, piece.start, piece.end, liquid.options)]
}

class PlainTextToken extends Token {
  constructor(input: string, begin: number, end: number) {
    super(TokenKind.HTML, input, begin, end)
  }

  getContent(): string {
    return this.input.slice(this.begin, this.end)
  }
}

class ValueToken extends Token {
  readonly contentRange: readonly [number, number]

  constructor(input: string, begin: number, end: number) {
    super(TokenKind.Output, input, begin, end)
    this.contentRange = [begin + 2, end - 2]
  }
}
