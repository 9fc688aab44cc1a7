import { parseSync } from 'vite'

export interface ModuleFacts {
  readonly imports: readonly { readonly specifier: string; readonly isTypeOnly: boolean }[]
  /** Patterns of import.meta.glob. */
  readonly globs: readonly string[]
  readonly exportedNames: readonly string[]
  readonly hasDefaultExport: boolean
  readonly hasExportAll: boolean
  /** Names declared with `let` or `var` at the top of the module. */
  readonly mutableNames: readonly string[]
}

/** A node of the parsed program; which fields it has depends on its type. */
interface Node {
  readonly type: string
  readonly [field: string]: unknown
}

/** @throws Error when the source does not parse */
export function readModule(file: string, source: string): ModuleFacts {
  const { program, errors } = parseSync(file, source)
  const [error] = errors
  if (error) throw new Error(`${file} does not parse: ${error.message}`)
  // The cast widens ESTree's closed union to what this file reads of it.
  const body = program.body as unknown as readonly Node[]
  const nodes = body.flatMap(descendants)
  return {
    imports: nodes.flatMap(importOf),
    globs: nodes.flatMap(globsOf),
    exportedNames: body.flatMap(namesExportedBy),
    hasDefaultExport: body.some((node) => node.type === 'ExportDefaultDeclaration'),
    hasExportAll: body.some((node) => node.type === 'ExportAllDeclaration'),
    mutableNames: body.flatMap((node) =>
      mutableNamesOf(node.type === 'ExportNamedDeclaration' ? node.declaration : node),
    ),
  }
}

function descendants(node: Node): Node[] {
  return [node, ...Object.values(node).flat().filter(isNode).flatMap(descendants)]
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null && typeof (value as { type?: unknown }).type === 'string'
}

function importOf(node: Node): { specifier: string; isTypeOnly: boolean }[] {
  switch (node.type) {
    case 'ImportDeclaration':
    case 'ExportNamedDeclaration':
    case 'ExportAllDeclaration': {
      const isTypeOnly = node.importKind === 'type' || node.exportKind === 'type'
      return literal(node.source).map((specifier) => ({ specifier, isTypeOnly }))
    }
    case 'TSImportType':
      return literal(node.source).map((specifier) => ({ specifier, isTypeOnly: true }))
    case 'ImportExpression':
      return literal(node.source).map((specifier) => ({ specifier, isTypeOnly: false }))
    case 'NewExpression': {
      // new URL('./worker.ts', import.meta.url): how a bundler is told of a worker.
      const [target, base] = node.arguments as readonly Node[]
      if (!isNode(base) || !descendants(base).some((part) => part.type === 'MetaProperty')) return []
      return literal(target)
        .filter((text) => /\.tsx?$/.test(text))
        .map((specifier) => ({ specifier, isTypeOnly: false }))
    }
    default:
      return []
  }
}

function globsOf(node: Node): string[] {
  if (node.type !== 'CallExpression') return []
  const callee = node.callee as Node
  const isGlob = callee.type === 'MemberExpression' && (callee.property as Node).name === 'glob'
  if (!isGlob || (callee.object as Node).type !== 'MetaProperty') return []
  return descendants((node.arguments as readonly Node[])[0] ?? { type: 'None' }).flatMap(literal)
}

function namesExportedBy(node: Node): string[] {
  if (node.type !== 'ExportNamedDeclaration') return []
  const declared = node.declaration as Node | null
  if (declared === null) {
    return (node.specifiers as readonly Node[]).map((specifier) => String((specifier.exported as Node).name))
  }
  if (declared.type === 'VariableDeclaration') return declaredNames(declared)
  return [String((declared.id as Node).name)]
}

function mutableNamesOf(node: unknown): string[] {
  if (!isNode(node) || node.type !== 'VariableDeclaration' || node.declare === true) return []
  return node.kind === 'let' || node.kind === 'var' ? declaredNames(node) : []
}

function declaredNames(declaration: Node): string[] {
  return (declaration.declarations as readonly Node[]).map(({ id }) => String((id as Node).name ?? 'pattern'))
}

function literal(node: unknown): string[] {
  return isNode(node) && node.type === 'Literal' && typeof node.value === 'string' ? [node.value] : []
}
