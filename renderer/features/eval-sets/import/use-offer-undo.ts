import type { EvalSet } from '../../../../shared/domain/eval-set.ts'
import { useServices } from '../../../client/services.tsx'
import { useCommand } from '../../../client/use-command.ts'
import { notifyUndo } from '../../../ui/notify.tsx'

/** The most cases that one request names. */
const MAX_PAGE_SIZE = 1000

/** Says what came in and offers to take it back: a new set is archived, added cases are removed. */
export function useOfferUndo() {
  const { client } = useServices()
  const archive = useCommand('eval-sets.archive')
  const remove = useCommand('cases.remove')

  async function takeOut(evalSet: EvalSet, imported: number): Promise<void> {
    const caseIds = []
    for (let offset = evalSet.caseCount - imported; offset < evalSet.caseCount; offset += MAX_PAGE_SIZE) {
      const limit = Math.min(MAX_PAGE_SIZE, evalSet.caseCount - offset)
      const { cases } = await client.call('cases.page', { evalSetId: evalSet.id, offset, limit })
      caseIds.push(...cases.map(({ id }) => id))
    }
    await remove.run({ evalSetId: evalSet.id, caseIds })
  }

  return ({ evalSet, imported, isNew }: { evalSet: EvalSet; imported: number; isNew: boolean }) => {
    const what = `${imported.toLocaleString('en-US')} ${imported === 1 ? 'case' : 'cases'}`
    notifyUndo(`Imported ${what} into "${evalSet.name}".`, () => {
      if (isNew) void archive.run({ evalSetId: evalSet.id, isArchived: true })
      else void takeOut(evalSet, imported)
    })
  }
}
