import { expect, it } from 'vitest'
import { lineageRows } from '../../../../../renderer/features/editor/history/lineage-rows.ts'
import { defaultParameters, Variant, variantLabel } from '../../../../../shared/domain/prompt.ts'

const at = '2026-11-21T10:00:00.000Z'

function variant(label: string, parent: string | null): Variant {
  return Variant.parse({
    id: label,
    promptId: 'p',
    letter: label[0],
    revision: Number(label.slice(1) || 1),
    name: '',
    content: { messages: [{ role: 'user', template: '' }], parameters: defaultParameters },
    parentId: parent,
    origin: 'written',
    note: '',
    isFrozen: false,
    supersededById: null,
    archivedAt: null,
    createdAt: at,
    updatedAt: at,
  })
}

it('puts each tab under the one that its first revision came from, with its earlier revisions folded', () => {
  const list = [
    variant('A', null),
    variant('A2', 'A'),
    variant('B', 'A'),
    variant('B2', 'B'),
    variant('C', 'B2'),
    variant('D', 'A2'),
  ]
  const rows = lineageRows(list).map(({ head, earlier, parent, depth }) => [
    '  '.repeat(depth) + variantLabel(head),
    earlier.map(variantLabel).join(),
    parent ? variantLabel(parent) : null,
  ])
  expect(rows).toEqual([
    ['A2', 'A', null],
    ['  B2', 'B', 'A'],
    ['    C', '', 'B2'],
    ['  D', '', 'A2'],
  ])
})

it('lists a variant whose parent is of another prompt, or gone, as a first one', () => {
  expect(lineageRows([variant('A', null), variant('B', 'elsewhere')]).map(({ depth }) => depth)).toEqual([0, 0])
})
