import { expect } from 'vitest'
import { axeFindings } from './axe-findings.ts'
import type { HostPage } from './host-page.ts'

/** Pictures of the page as it stands, in light and dark; neither may have a serious finding of axe. */
export async function look({ page, picture }: HostPage, name: string): Promise<void> {
  expect(await axeFindings(page, (colorScheme) => picture(`${name}-${colorScheme}`))).toEqual([])
}
