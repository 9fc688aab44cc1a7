/** When something was typed, as its row in a history says it: the time today, else the day with hour and minute. */
export function typedAtText(iso: string): string {
  const date = new Date(iso)
  const time = date.toLocaleTimeString('en-GB')
  return date.toDateString() === new Date().toDateString()
    ? time
    : `${date.toLocaleDateString('en-GB')} ${time.slice(0, 5)}`
}
