import { daysPerMonth } from '../../../cost/monthly-cost.ts'
import type { Calculator } from '../calculator.ts'
import { count, usd } from '../usd.ts'

export const plugin: Calculator = {
  id: 'self-hosting',
  label: 'Self-hosting',
  question: 'From how many tokens on is a machine of your own cheaper than the interface?',
  fields: [
    { key: 'callsPerDay', label: 'Calls per day', unit: 'number', initial: 10_000, known: 'callsPerDay' },
    { key: 'now', label: 'A call today', unit: 'usd', initial: 0.004, known: 'callUsd' },
    { key: 'tokens', label: 'Output tokens per call', unit: 'tokens', initial: 200 },
    { key: 'hour', label: 'GPU machine per hour', unit: 'usd', initial: 2.5 },
    { key: 'speed', label: 'Output tokens per second, all calls together', unit: 'number', initial: 1500 },
    { key: 'use', label: 'Busy share of the time', unit: 'percent', initial: 40 },
    { key: 'people', label: 'Running it, per month', unit: 'usd', initial: 1500 },
  ],
  formula:
    '$ per M tokens = $/h ÷ (tokens/s · 3600 · use) · 10⁶; machines = ⌈calls · tokens ÷ (tokens/s · 86,400 · use)⌉, day and night.',
  calculate({ callsPerDay = 0, now = 0, tokens = 0, hour = 0, speed = 0, use = 0, people = 0 }) {
    const perDay = speed * 86_400 * (use / 100)
    const machines = perDay === 0 ? Number.POSITIVE_INFINITY : Math.max(1, Math.ceil((callsPerDay * tokens) / perDay))
    const own = machines * hour * 24 * daysPerMonth + people
    const api = callsPerDay * now * daysPerMonth
    const perMillion = perDay === 0 ? Number.POSITIVE_INFINITY : (hour * 24 * 1e6) / perDay
    const breakEven = now === 0 ? Number.POSITIVE_INFINITY : (hour * 24 * daysPerMonth + people) / (now * daysPerMonth)
    return {
      isWorthIt: own < api,
      sentence:
        own < api
          ? `Your own ${machines === 1 ? 'machine saves' : `${count(machines)} machines save`} ${usd(api - own)} per month.`
          : `The interface is cheaper by ${usd(own - api)} per month; one machine pays from ${count(breakEven)} calls per day on, as long as it keeps up.`,
      lines: [
        { label: 'Interface per month', text: usd(api) },
        { label: 'Own machines per month, people included', text: usd(own) },
        { label: 'Machines', text: count(machines) },
        { label: 'Your own price per million output tokens', text: usd(perMillion) },
      ],
    }
  },
}
