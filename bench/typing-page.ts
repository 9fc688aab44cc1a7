import type { CDPSession, Page } from 'playwright-core'
import type { Reply } from '../shared/contract/client.ts'

// The application's editor with a long prompt, driven and watched: what the benches of typing have in common.

/** A prompt whose one message has the text, made as the interface makes it. */
export async function addPrompt(page: Page, template: string): Promise<void> {
  await page.evaluate(async (content) => {
    const token = Object.values(sessionStorage)[0]
    // The real window has the desktop's own way to the core.
    const { pithy } = window as unknown as { pithy?: { call: (...all: unknown[]) => Promise<unknown> } }
    const send = async (name: string, input: unknown) => {
      if (pithy) return pithy.call(crypto.randomUUID(), name, input)
      const response = await fetch(`./api/call/${name}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        body: JSON.stringify(input),
      })
      return response.json()
    }
    const ask = async (name: string, input: unknown) => {
      // Both ways answer as the contract says.
      const reply = (await send(name, input)) as Reply
      if (!reply.ok) throw new Error(reply.error.message)
      return reply.value as never
    }
    const [project] = (await ask('projects.list', {})) as { readonly id: string }[]
    await ask('prompts.create', { projectId: project?.id, name: 'Long prompt', content })
  }, contentOf(template))
  await page.reload()
}

function contentOf(template: string) {
  const parameters = { maxOutputTokens: null, temperature: null, effort: null, stop: [], responseSchema: null }
  return { messages: [{ role: 'user', template }], parameters }
}

export async function openPrompt(page: Page): Promise<void> {
  await page.getByText('Long prompt').first().click()
  await page.locator('[data-testid="editor-0"][data-ready="true"] .view-line').first().waitFor()
  await page.waitForFunction(() =>
    /\d{3}/.test(document.querySelector('[data-testid="message-tokens"]')?.textContent ?? ''),
  )
  await page.locator('.monaco-editor').last().click()
  await page.keyboard.press('Control+End')
}

export async function switchColorsOn(page: Page): Promise<void> {
  await page.getByTestId('color-tokens').click()
  await page.locator('[class*="token-tint-"]').first().waitFor()
  await page.locator('.monaco-editor').last().click()
  await page.keyboard.press('Control+End')
}

/** Beside colours: tokens and money per line, and spelling. */
export async function switchTheRestOn(page: Page): Promise<void> {
  await page.keyboard.press('Alt+g')
  await page.getByTestId('gutter-part').first().waitFor()
  await page.keyboard.press('Alt+z')
  await page.locator('.monaco-editor').last().click()
  await page.keyboard.press('Control+End')
  // Parts are counted and words are looked up once typing pauses.
  await page.waitForTimeout(3000)
}

interface TraceEvent {
  readonly name: string
  readonly ph: string
  readonly pid: number
  readonly tid: number
  /** Microseconds by the clock and of processor time. */
  readonly dur?: number
  readonly tdur?: number
  readonly args?: { readonly name?: string }
}

/** One task of the page's main thread. */
export interface PageTask {
  readonly wallMs: number
  readonly threadMs: number
}

/** @returns the way to end it, which gives the tasks of the page's main thread */
export async function traceTasks(session: CDPSession): Promise<() => Promise<readonly PageTask[]>> {
  const events: TraceEvent[] = []
  // The protocol has them as objects without a shape.
  session.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])))
  const traceConfig = { includedCategories: ['toplevel', 'disabled-by-default-devtools.timeline', '__metadata'] }
  await session.send('Tracing.start', { transferMode: 'ReportEvents', traceConfig })
  return async () => {
    const complete = new Promise((resolve) => session.once('Tracing.tracingComplete', resolve))
    await session.send('Tracing.end')
    await complete
    const tasks = events.filter(({ name, ph, tdur }) => name === 'RunTask' && ph === 'X' && tdur !== undefined)
    const main = events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain')
    const perThread = main.map(({ pid, tid }) =>
      tasks
        .filter((task) => task.pid === pid && task.tid === tid)
        .map(({ dur = 0, tdur = 0 }) => ({ wallMs: dur / 1000, threadMs: tdur / 1000 })),
    )
    return perThread.toSorted((a, b) => b.length - a.length)[0] ?? []
  }
}

export function quantiles(values: readonly number[]) {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (fraction: number) => round(sorted[Math.min(sorted.length - 1, Math.floor(fraction * sorted.length))] ?? 0)
  return { count: sorted.length, p50: at(0.5), p99: at(0.99), max: round(sorted.at(-1) ?? 0) }
}

export function round(ms: number): number {
  return Math.round(ms * 100) / 100
}
