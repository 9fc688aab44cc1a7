import type { Parameters } from '../../../shared/domain/prompt.ts'
import type { LeverAction, LeverCard, SavingsWish } from '../../../shared/domain/savings.ts'
import { useSaveFile } from '../../client/save-file.ts'
import { useClient, useNavigate } from '../../client/services.tsx'
import { useCommand } from '../../client/use-command.ts'
import { notifyDone, notifyFailure } from '../../ui/notify.tsx'

/** Does what a lever's button says. */
export function useLeverAction(lever: LeverCard, wish: SavingsWish) {
  const { go } = useNavigate()
  const client = useClient()
  const fork = useCommand('variants.fork')
  const save = useCommand('variants.save')
  const saveFile = useSaveFile()

  /** A copy of the variant with other parameters; the one that evidence hangs on stays as it is. */
  async function changedCopy(
    variantId: Extract<LeverAction, { variantId: unknown }>['variantId'],
    change: (parameters: Parameters) => Parameters,
  ): Promise<void> {
    const copy = await fork.run({ variantId, name: lever.label })
    if (!copy) return
    const { content, promptId, id } = await client.call('variants.get', { variantId: copy.id })
    const saved = await save.run({ variantId: id, content: { ...content, parameters: change(content.parameters) } })
    if (!saved) return
    notifyDone(`Variant ${saved.letter} has it: run it beside today’s to see what it does.`)
    go({ page: 'prompts', promptId, variantId: saved.id })
  }

  /** The file, and what must stand beside it. */
  async function exportFile(exportId: string): Promise<void> {
    try {
      const { sidecar, ...file } = await client.call('savings.export', { ...wish, leverId: lever.id, exportId })
      const isSaved = await saveFile(file)
      if (isSaved && sidecar) await saveFile({ ...sidecar, mediaType: 'text/plain' })
      if (isSaved) notifyDone(`Exported ${[file, sidecar].flatMap((one) => one?.fileName ?? []).join(' and ')}.`)
    } catch (error) {
      notifyFailure(error instanceof Error ? error.message : 'The decision could not be exported.')
    }
  }

  async function run(action: LeverAction): Promise<void> {
    switch (action.kind) {
      case 'open-run':
        return go({ page: 'runs', runId: action.runId })
      case 'open-variant':
        return go({ page: 'prompts', promptId: action.promptId, variantId: action.variantId })
      case 'squeeze':
        return go({ page: 'squeeze', promptId: action.promptId, variantId: action.variantId })
      case 'new-run': {
        const { promptId, evalSetId, modelIds } = action
        const preset = { evalSetId, modelIds, leftOut: [], caseLimit: null, repeats: 1 }
        return go({ page: 'runs', newRunFor: promptId, preset })
      }
      case 'set-cache': {
        const { cache, cacheTtl } = action
        const ttl = cacheTtl === null ? {} : { cacheTtl }
        return await changedCopy(action.variantId, (parameters) => ({ ...parameters, cache, ...ttl }))
      }
      case 'drop-tools':
        return await changedCopy(action.variantId, ({ tools = [], ...parameters }) => {
          const kept = tools.filter(({ name }) => !action.tools.includes(name))
          return kept.length === 0 ? parameters : { ...parameters, tools: kept }
        })
      case 'export-batch':
        return go({ page: 'export', variantId: action.variantId, modelId: action.modelId, runId: action.runId })
      case 'export':
        return await exportFile(action.exportId)
      case 'say':
      case 'own-rules':
      case 'make-variants':
        return
      default:
        return action satisfies never
    }
  }

  return { run, isRunning: fork.isRunning || save.isRunning }
}
