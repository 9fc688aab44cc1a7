import { expect } from 'vitest'
import { axeFindings } from './axe-findings.ts'
import type { HostPage } from './host-page.ts'

/** Pictures of the page as it stands, in light and dark; neither may have a serious finding of axe. */
export async function look(app: HostPage, name: string): Promise<void> {
  const found: string[] = []
  await app.pictures(name, async (colorScheme) => {
    for (const finding of await axeFindings(app.page)) found.push(`${colorScheme} ${finding}`)
  })
  expect(found).toEqual([])
}
