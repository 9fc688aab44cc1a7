import { useCallback, useEffect, useRef, useState } from 'react'
import { AppError } from '../../../../shared/contract/errors.ts'
import type { ProjectId } from '../../../../shared/domain/ids.ts'
import type { Variant, VariantContent } from '../../../../shared/domain/prompt.ts'
import {
  contentKey,
  type FileLink,
  type PlannedFile,
  type PromptFile,
  planFolder,
} from '../../../../shared/import/folder/plan-folder.ts'
import { rewriteFile } from '../../../../shared/import/folder/rewrite-file.ts'
import { readPrompt } from '../../../../shared/import/prompts/read-prompt.ts'
import { useClient, useServices } from '../../../client/services.tsx'
import { notifyDone, notifyFailure } from '../../../ui/notify.tsx'
import { chooseFolder, type Folder, FolderReader, mayUse, writeFile } from './folder-access.ts'
import { forgetFolder, keepFolder, readKeptFolder } from './folder-store.ts'

const LOOK_EVERY_MS = 2000

export interface LinkedFolder {
  /** Null = none is linked. */
  readonly name: string | null
  /** The browser asks again after a restart: false until it was answered. */
  readonly mayRead: boolean
  readonly files: readonly PlannedFile[]
  readonly open: () => Promise<boolean>
  readonly connect: () => Promise<void>
  readonly unlink: () => Promise<void>
  /** A new prompt of the file, or a new variant of its prompt. */
  readonly take: (file: PlannedFile) => Promise<void>
  /** Puts the prompt's text into the file. */
  readonly write: (file: PlannedFile) => Promise<void>
}

interface State {
  readonly projectId: ProjectId
  readonly folder: Folder
  readonly links: readonly FileLink[]
}

/**
 * A folder of prompt files that belongs to the project: looked at every two seconds while the page is open. A changed file becomes a
 * new variant by itself; a file is written only by write().
 */
export function useFolder(projectId: ProjectId | null): LinkedFolder {
  const client = useClient()
  const { drafts } = useServices()
  const [state, setState] = useState<State | null>(null)
  const [mayRead, setMayRead] = useState(false)
  const [files, setFiles] = useState<readonly PlannedFile[]>([])
  const live = useRef<{
    state: State | null
    reader: FolderReader
    texts: readonly PromptFile[]
    due: number
    done: number
  }>({
    state: null,
    reader: new FolderReader(),
    texts: [],
    due: 1,
    done: 0,
  })

  const set = useCallback((next: State | null) => {
    if (live.current.state?.folder !== next?.folder) live.current.reader = new FolderReader()
    live.current.state = next
    live.current.due += 1
    setState(next)
    if (next) void keepFolder(next)
    else setFiles([])
  }, [])

  useEffect(() => {
    let isCurrent = true
    set(null)
    if (projectId)
      void readKeptFolder(projectId).then(async (kept) => {
        if (!isCurrent || !kept) return
        set(kept)
        setMayRead(await mayUse(kept.folder, 'read', false))
      })
    return () => {
      isCurrent = false
    }
  }, [projectId, set])

  const tabOf = useCallback(
    async ({ promptId, letter }: FileLink): Promise<Variant | null> => {
      const tabs = await client.call('variants.list', { promptId }).catch((error: unknown) => {
        // Only this means that the prompt is gone; while nothing answers, nothing is known of it.
        if (error instanceof AppError && error.code === 'not-found') return []
        throw error
      })
      return tabs.find((tab) => tab.letter === letter) ?? null
    },
    [client],
  )

  const look = useCallback(async (): Promise<void> => {
    // What falls due while this reads is looked at the next time.
    const { state: now, reader, due, done } = live.current
    if (!now) return
    const { files: texts, isChanged } = await reader.read(now.folder)
    if (!isChanged && done === due) return
    live.current.done = 0 // until all was read: what an outage cuts short is begun again
    live.current.texts = texts
    const tabs = new Map<string, VariantContent | null>()
    for (const link of now.links) tabs.set(link.path, (await tabOf(link))?.content ?? null)
    live.current.done = due
    if (live.current.state === now) setFiles(planFolder(texts, now.links, ({ path }) => tabs.get(path) ?? null))
  }, [tabOf])

  const link = useCallback(
    (file: FileLink) => {
      const now = live.current.state
      if (now) set({ ...now, links: [...now.links.filter(({ path }) => path !== file.path), file] })
    },
    [set],
  )

  const takeOnce = useCallback(
    async ({ path }: PlannedFile): Promise<void> => {
      const now = live.current.state
      const text = live.current.texts.find((file) => file.path === path)?.text
      if (!now || text === undefined) return
      // As it is now: the list that was clicked may show the text before.
      const preview = readPrompt({ fileName: path, text }, null)
      const known = now.links.find((one) => one.path === path) ?? null
      await drafts.getState().flush()
      const content = { messages: [...preview.messages], parameters: preview.parameters }
      const about = { path, text, contentKey: contentKey(content) }
      const tab = known === null ? null : await tabOf(known)
      if (known === null || tab === null) {
        const prompt = await client.call('prompts.create', { projectId: now.projectId, name: preview.name, content })
        link({ ...about, promptId: prompt.id, letter: 'A' })
        return
      }
      if (known.text === text) return
      const { id } = await client.call('variants.fork', { variantId: tab.id, name: path.slice(-200) })
      const made = await client.call('variants.save', { variantId: id, content })
      link({ ...about, promptId: known.promptId, letter: made.letter })
      notifyDone(`${path} was changed: its text is variant ${made.letter} of "${preview.name}".`)
    },
    [client, drafts, link, tabOf],
  )

  const taking = useRef(new Set<string>())
  // Clicked twice, or changed again while it is taken: the next look tells what is left to do.
  const take = useCallback(
    async (file: PlannedFile): Promise<void> => {
      if (taking.current.has(file.path)) return
      taking.current.add(file.path)
      try {
        await takeOnce(file)
      } finally {
        taking.current.delete(file.path)
      }
    },
    [takeOnce],
  )

  const write = useCallback(
    async ({ path, link: known }: PlannedFile): Promise<void> => {
      const now = live.current.state
      const file = live.current.texts.find((each) => each.path === path)
      if (!now || !file || !known) return
      await drafts.getState().flush()
      const tab = await tabOf(known)
      if (!tab) throw new AppError('not-found', `The prompt of ${path} is not there any more.`)
      const text = rewriteFile(file, tab.content)
      await writeFile(now.folder, file, text)
      link({ ...known, text, contentKey: contentKey(tab.content) })
      notifyDone(`Wrote ${path}.`)
    },
    [drafts, link, tabOf],
  )

  useEffect(() => {
    if (!state || !mayRead) return
    let isLooking = false
    const tick = async () => {
      if (isLooking) return
      isLooking = true
      await look().catch((error: unknown) => {
        // The folder was taken away, or moved: connecting again tells. An outage of the host passes by itself.
        if (!(error instanceof AppError)) setMayRead(false)
      })
      isLooking = false
    }
    void tick()
    const timer = window.setInterval(() => void tick(), LOOK_EVERY_MS)
    const stop = client.on('library.changed', ({ kind }) => {
      if (kind === 'variants' || kind === 'prompts') live.current.due += 1
    })
    return () => {
      window.clearInterval(timer)
      stop()
    }
  }, [state, mayRead, look, client])

  // A file that changed while its prompt did not: nothing is lost by taking it as the next variant.
  const changed = files.find((file) => file.state === 'file-changed')
  useEffect(() => {
    if (changed) void told(take(changed))
  }, [changed, take])

  return {
    name: state?.folder.name ?? null,
    mayRead,
    files,
    async open() {
      const folder = projectId ? await told(chooseFolder()) : null
      if (!projectId || !folder) return false
      set({ projectId, folder, links: [] })
      setMayRead(true)
      return true
    },
    async connect() {
      if (state) setMayRead(await mayUse(state.folder, 'read', true))
    },
    async unlink() {
      if (projectId) await forgetFolder(projectId)
      set(null)
    },
    take: async (file) => void (await told(take(file))),
    write: async (file) => void (await told(write(file))),
  }
}

async function told<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work
  } catch (error) {
    notifyFailure(error instanceof Error ? error.message : 'The folder cannot be used.')
    return null
  }
}
