import type { PublicationFormat } from '../vocabulary'
import { htmlOf } from './html'
import { jsonOf } from './json'
import { markdownOf } from './markdown'
import type { ReportModel } from './model'
import { textOf } from './text'

/** One model, four layouts. Each is text in UTF-8; `html` is the article without the frame around it. */
export const formatReport = {
  html: (model: ReportModel) => `${htmlOf(model)}\n`,
  md: markdownOf,
  txt: textOf,
  json: jsonOf,
} satisfies Record<PublicationFormat, (model: ReportModel) => string>

export const contentTypes = {
  html: 'text/html; charset=utf-8',
  md: 'text/markdown; charset=utf-8',
  txt: 'text/plain; charset=utf-8',
  json: 'application/json; charset=utf-8',
} satisfies Record<PublicationFormat, string>
