/** Opens the oldest run of the project, which holds all cases. */
export async function openRun({ page, rail }) {
  await rail('runs')
  await page.getByTestId('run-row').last().getByRole('button').first().click()
  await page.getByTestId('result-cell').first().waitFor()
}

/** Its first cell in full. */
export async function openCell(stage) {
  await openRun(stage)
  await stage.page.getByTestId('result-cell').first().click()
  await stage.page.getByTestId('cell-output').waitFor()
}

/** One of its tabs, by what the tab shows when it is there. */
export async function openTab(stage, label, testId) {
  await openRun(stage)
  await stage.page.getByTestId('run-tab').getByText(label, { exact: true }).click()
  await stage.page.getByTestId(testId).first().waitFor()
}
