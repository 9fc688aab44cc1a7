import { expect, test } from 'vitest'
import { changedStretch } from '../../../../renderer/features/savings/make-variants/changed-stretch.ts'

test('a change is shown from its first to its last difference, with the words before it', () => {
  expect(changedStretch('Be kind. Explain why. {{x}}', 'Be kind. Be short. {{x}}')).toEqual({
    original: 'Be kind. Explain why',
    replacement: 'Be kind. Be short',
  })
  const before = `${'word '.repeat(40)}End.`
  expect(changedStretch(before, `${before} More.`)?.replacement).toMatch(/^word (?:word )+End\. More\.$/)
  expect(changedStretch('# A\n\n# B\n1\n\n# C\n2', '# A\n\n# C\n2')).toEqual({
    original: '# A\n\n# B\n1\n\n',
    replacement: '# A\n\n',
  })
  expect(changedStretch('same', 'same')).toBeNull()
})
