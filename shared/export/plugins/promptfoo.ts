import { stringify } from 'yaml'
import type { EvalCase } from '../../domain/eval-set.ts'
import type { JsonObject, JsonValue } from '../../domain/json.ts'
import type { Message } from '../../domain/prompt.ts'
import { Assertion, type OutputTransform } from '../../domain/score.ts'
import { isAsked } from '../../score/is-asked.ts'
import { parseTemplate } from '../../template/parse-template.ts'
import type { Exporter, ExportInput } from '../exporter.ts'
import { fileStem } from '../file-stem.ts'
import { provenanceLines } from '../provenance.ts'
import { refuseSimulation } from '../refusals.ts'
import { anthropicBody, modelName, openaiBody } from '../request-body.ts'
import { jinjaSyntax, shownPath } from '../syntax/jinja-syntax.ts'
import { refuseTranslation, type TemplateSyntax, translatedMessages } from '../translate-template.ts'

export const plugin: Exporter = {
  id: 'promptfoo',
  label: 'promptfoo configuration (YAML)',
  description: 'Prompt, model, cases and assertions as promptfooconfig.yaml.',
  refuse: (input) => refuseSimulation(input) ?? refuseTranslation(input.variant.content.messages, nunjucksSyntax),
  render(input) {
    const messages = input.variant.content.messages
    const assertions = input.evalSet?.assertions ?? []
    const ofAll = assertions.filter(({ when }) => when === undefined)
    const ofSome = assertions.filter(({ when }) => when !== undefined)
    const config = {
      description: input.promptName,
      prompts: [{ label: input.variant.name || input.promptName, raw: promptText(messages) }],
      providers: [provider(input, messages)],
      ...(ofAll.length > 0 ? { defaultTest: { assert: ofAll.map(toPromptfoo) } } : {}),
      tests: input.cases.map((evalCase) => toTest(evalCase, ofSome)),
    }
    const schema = '# yaml-language-server: $schema=https://promptfoo.dev/config-schema.json'
    const comment = provenanceLines(input).map((line) => `# ${line}`)
    return {
      fileName: `${fileStem(input.promptName)}.promptfooconfig.yaml`,
      mediaType: 'application/yaml',
      body: `${[schema, ...comment].join('\n')}\n${stringify(config, { lineWidth: 0 })}`,
    }
  },
}

/** A chat as the JSON text that promptfoo parses after it has filled in the variables; values need their JSON form. */
function promptText(messages: readonly Message[]): string {
  const chat = translatedMessages(messages, nunjucksSyntax).map(
    ({ role, content }) => `  {"role": ${JSON.stringify(role)}, "content": "${content}"}`,
  )
  return `[\n${chat.join(',\n')}\n]`
}

/** The inside of a JSON string: "dump" writes values with quotes, which the surrounding string already has. */
const nunjucksSyntax: TemplateSyntax = {
  name: 'Nunjucks',
  text: literal,
  variable: ({ name, segments }) => {
    const path = segments[0] === 'forloop' ? shownPath(name, segments) : name
    return `{{ ${path} | dump | replace(r/^"|"$/g, "") | safe }}`
  },
  ...(jinjaSyntax.logic ? { logic: jinjaSyntax.logic } : {}),
}

/** Text as the inside of a JSON string, shielded from Nunjucks where it looks like its syntax. */
function literal(text: string): string {
  return shieldText(JSON.stringify(text).slice(1, -1))
}

function provider(input: ExportInput, messages: readonly Message[]): JsonValue {
  const isAnthropic = input.providerKind === 'anthropic'
  const {
    model: _model,
    messages: _messages,
    system: _system,
    ...config
  } = isAnthropic ? anthropicBody(input, messages) : openaiBody(input, messages)
  return {
    id: `${isAnthropic ? 'anthropic:messages' : 'openai:chat'}:${modelName(input.model.id)}`,
    config: {
      ...config,
      // promptfoo (0.121) reads max_completion_tokens for models that reason only; of the others it takes max_tokens, 1,024 without.
      ...('max_completion_tokens' in config ? { max_tokens: config.max_completion_tokens } : {}),
      ...(input.baseUrl === null || input.providerKind === 'openai' ? {} : { apiBaseUrl: input.baseUrl }),
    },
  }
}

function toTest(evalCase: EvalCase, ofSome: readonly Assertion[]): JsonValue {
  const own = ofSome.filter((assertion) => isAsked(assertion, evalCase))
  return {
    vars: {
      ...Object.fromEntries(Object.entries(evalCase.variables).map(([name, value]) => [name, shield(value)])),
      ...(evalCase.expected === null ? {} : { expected: shield(evalCase.expected) }),
    },
    ...(own.length === 0 ? {} : { assert: own.map(toPromptfoo) }),
    // Lists of values would unfold into a case each.
    ...(Object.values(evalCase.variables).some(Array.isArray) ? { options: { disableVarExpansion: true } } : {}),
    ...(evalCase.tags.length === 0 ? {} : { metadata: { tags: evalCase.tags } }),
  }
}

/** promptfoo renders the values of variables too; what looks like its syntax must stay text. */
function shield(value: JsonValue): JsonValue {
  return typeof value === 'string' ? shieldText(value) : value
}

/** Braces that Nunjucks would obey, written as output. Not "raw", which a text with "endraw" in it would leave. */
function shieldText(text: string): string {
  // Nunjucks ends with an error at the end of a comment that never began.
  return text.replaceAll(/\{(?=[{%#]|$)|(?<=#)\}/g, (brace) => `{{ '${brace}' }}`)
}

/** The value of an assertion: its own variables stay, other text that looks like Nunjucks is shielded. */
function assertionValue(template: string): string {
  const parsed = parseTemplate(template)
  if (parsed.kind !== 'plain') return template
  return parsed.parts.map((part) => (typeof part === 'string' ? shieldText(part) : `{{${part.name}}}`)).join('')
}

function toPromptfoo(assertion: Assertion): JsonObject {
  const transform = assertion.transforms.reduce(toExpression, '')
  return {
    ...check(assertion),
    ...(transform === '' ? {} : { transform }),
    ...(assertion.weight === 1 ? {} : { weight: assertion.weight }),
    ...(assertion.metric === undefined ? {} : { metric: assertion.metric }),
  }
}

/** Type and value; options that promptfoo's own type does not know are written so that nothing of them is lost. */
function check({ scorer, isNegated, value, options }: Assertion): JsonObject {
  const { flags } = options
  if (scorer === 'regex' && typeof flags === 'string' && flags !== '') {
    const pattern = `new RegExp(${JSON.stringify(assertionValue(value ?? ''))}, ${JSON.stringify(flags)})`
    return { type: 'javascript', value: `${isNegated ? '!' : ''}${pattern}.test(String(output))` }
  }
  return { type: `${isNegated ? 'not-' : ''}${scorer}`, ...givenTo({ scorer, value, options }) }
}

/** What promptfoo keeps beside the type: read back by `fromPromptfoo`. */
function givenTo({ scorer, value, options }: Pick<Assertion, 'scorer' | 'value' | 'options'>): JsonObject {
  const { threshold, schema, references, assert, flags: _flags, ...others } = options
  const limits: JsonObject = {
    ...(typeof threshold === 'number' ? { threshold } : {}),
    ...(scorer === 'meteor' ? meteorWeights(others) : {}),
  }
  const written = value === null ? null : assertionValue(value)
  if (scorer === 'assert-set')
    return {
      assert: Assertion.array()
        .parse(assert ?? [])
        .map(toPromptfoo),
      ...limits,
    }
  if (scorer === 'is-json' || scorer === 'contains-json') return schema ? { value: schema, ...limits } : limits
  const isOptioned = scorer.endsWith('-sql') || scorer === 'word-count'
  const fields = Object.fromEntries(Object.entries(others).filter(([, one]) => one !== null))
  if (isOptioned && written === null && Object.keys(fields).length > 0) return { value: fields, ...limits }
  if (Array.isArray(references) && references.length > 0) return { value: [written ?? '', ...references], ...limits }
  return { ...(written === null ? {} : { value: written }), ...limits }
}

function meteorWeights(options: JsonObject): JsonObject {
  const isWeight = (name: string) => ['alpha', 'beta', 'gamma'].includes(name)
  return Object.fromEntries(Object.entries(options).filter(([name, one]) => isWeight(name) && typeof one === 'number'))
}

/** Our transforms as the JavaScript expression over `output` that promptfoo evaluates. */
function toExpression(inner: string, transform: OutputTransform): string {
  const text = inner === '' ? 'output' : inner
  if (transform.kind === 'trim') return `String(${text}).trim()`
  if (transform.kind === 'lower-case') return `String(${text}).toLowerCase()`
  if (transform.kind === 'json-path') {
    return `((v) => typeof v === 'string' ? v : JSON.stringify(v))(${JSON.stringify(transform.path)}.slice(1).match(/[^.[\\]'"]+/g).reduce((v, k) => v[k], typeof ${text} === 'string' ? JSON.parse(${text}) : ${text}))`
  }
  const otherwise = transform.otherwise === 'keep' ? `String(${text})` : "''"
  const found = `[...String(${text}).matchAll(new RegExp(${JSON.stringify(transform.pattern)}, ${JSON.stringify(`g${transform.flags}`)}))]`
  return `(${found}.at(${transform.pick === 'last' ? -1 : 0})?.[${transform.group}] ?? ${otherwise})`
}
