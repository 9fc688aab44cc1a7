import { readFileSync } from 'node:fs'
import path from 'node:path'
import { pick, pickInteger, SCRIPTS } from './random-texts.ts'

const FENCED = /```[\s\S]*?```/g
const ROOT = path.join(import.meta.dirname, '..', '..', '..')

/** Kinds of content that prompts are made of, each a long text of its own. */
export type ContentKind = 'english' | 'typescript' | 'json' | 'chinese' | 'japanese' | 'other-scripts'

/**
 * Real text of packages in exact versions, which do not change under the test, and of a sample; for CJK sentences put
 * together from common words by a seed.
 */
export function contentTexts(random: () => number): Record<ContentKind, string> {
  return {
    english: ['openai', 'ajv', 'yaml', 'zod']
      .map((name) => read(`node_modules/${name}/README.md`).replaceAll(FENCED, ''))
      .join('\n'),
    typescript: read('node_modules/zod/src/v4/core/schemas.ts').slice(0, 100_000),
    json:
      read('electron/core/samples/support-tickets.json') + read('node_modules/ajv/lib/refs/json-schema-draft-07.json'),
    chinese: sentences(random, CHINESE, '，', '。'),
    japanese: sentences(random, JAPANESE, '、', '。\n'),
    'other-scripts': Array.from({ length: 400 }, () => pick(random, SCRIPTS.slice(1))).join(' '),
  }
}

/** Prompts of 300 to 8,000 characters: two thirds of one kind with a little of another, the rest an even mix. */
export function mixedPrompts(random: () => number, count: number): readonly string[] {
  const texts = contentTexts(random)
  // The keys are exactly the kinds.
  const kinds = Object.keys(texts) as ContentKind[]
  return Array.from({ length: count }, (_, index) => {
    const length = 300 + Math.floor(7700 * random() ** 2)
    const [main, second, third] = [pick(random, kinds), pick(random, kinds), pick(random, kinds)]
    const shares: readonly (readonly [ContentKind, number])[] =
      index % 3 === 2
        ? [
            [main, 0.4],
            [second, 0.3],
            [third, 0.3],
          ]
        : [
            ['english', 0.15],
            [main, 0.7],
            [second, 0.15],
          ]
    return shares.map(([kind, share]) => slice(random, texts[kind], Math.round(share * length))).join('\n\n')
  })
}

function slice(random: () => number, text: string, length: number): string {
  const start = pickInteger(random, Math.max(1, text.length - length))
  return text.slice(start, start + length)
}

function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8')
}

function sentences(random: () => number, words: readonly string[], comma: string, stop: string): string {
  let text = ''
  while (text.length < 20_000) {
    const length = 3 + pickInteger(random, 9)
    for (let word = 0; word < length; word++) text += pick(random, words) + (random() < 0.12 ? comma : '')
    text += stop
  }
  return text
}

const CHINESE =
  '我们 客户 订单 问题 回答 必须 如果 请 根据 以下 内容 分类 退款 发票 物流 已经 没有 收到 商品 质量 服务 非常 满意 不 应该 使用 标签 输出 格式 例如 情感 积极 消极 审稿 人 说 这个 不对 然后 离开 费用 一百 元 时间 公司 系统 数据 模型 的 了 是 在 和 与'.split(
    ' ',
  )
const JAPANESE =
  'お客様 注文 質問 に 答えて ください もし 場合 は 次の 内容 を 分類 して 返金 請求書 配送 まだ 届いて いません 商品 品質 サービス とても 満足 です 使用 ラベル 出力 形式 例えば カテゴリー ポジティブ ネガティブ 審査員 が 言った これは 正しくない 時間 会社 システム データ モデル の と で も'.split(
    ' ',
  )
