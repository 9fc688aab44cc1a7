import type { Desktop } from './desktop.ts'

/** From now on message boxes are not shown: each is noted, and answered with this button. */
export async function answerQuestion({ electron }: Desktop, response: number): Promise<void> {
  await electron.evaluate(({ dialog }, answer) => {
    const questions: string[] = []
    Object.assign(globalThis, { questions })
    Object.assign(dialog, {
      showMessageBox: async (_window: unknown, { message }: { message: string }) => {
        questions.push(message)
        return { response: answer, checkboxChecked: false }
      },
    })
  }, response)
}

/** The messages of the boxes since then. */
export function questions({ electron }: Desktop): Promise<unknown> {
  return electron.evaluate(() => (globalThis as { questions?: unknown }).questions)
}
