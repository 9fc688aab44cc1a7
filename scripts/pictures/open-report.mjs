import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { pathToFileURL } from 'node:url'

/** Shows a report as its reader does: from a file, without the application; on paper where `media` is print. */
export async function openReport(page, { body }, media = 'screen') {
  const file = path.join(mkdtempSync(path.join(tmpdir(), 'pithy-report-')), 'report.html')
  writeFileSync(file, body)
  await page.emulateMedia({ media })
  await page.goto(pathToFileURL(file).href)
}
