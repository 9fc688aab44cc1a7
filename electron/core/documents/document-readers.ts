import type { DocumentReaders } from '../../../shared/score/scorer.ts'

/** Readers of HTML, XML, SQL and English words for scorers; each library is loaded when it is first needed. */
export const documentReaders: DocumentReaders = {
  htmlProblem: async (text) => (await import('./html-problem.ts')).htmlProblem(text),
  xmlProblem: async (text, elements) => (await import('./xml-problem.ts')).xmlProblem(text, elements),
  hasXml: async (text, elements) => (await import('./has-xml.ts')).hasXml(text, elements),
  thesaurus: async () => (await import('./find-synonyms.ts')).findSynonyms,
  sqlProblem: async (text, rules) => (await import('./sql-problem.ts')).sqlProblem(text, rules),
}
