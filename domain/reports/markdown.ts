import type { Nodes } from 'mdast'
import { gfmToMarkdown } from 'mdast-util-gfm'
import { type Options, toMarkdown } from 'mdast-util-to-markdown'
import type { ClaimNode, ReportModel } from './model'

const options: Options = {
  bullet: '-',
  emphasis: '_',
  fences: true,
  rule: '-',
  extensions: [gfmToMarkdown({ tablePipeAlign: false })],
  handlers: {
    // A figure is words like any other here.
    claim: (node: ClaimNode, _parent: Nodes | undefined, state, info) => state.containerPhrasing(node as never, info),
  } as NonNullable<Options['handlers']>,
}

/** The report as Markdown (GitHub's), ending in one newline. */
export const markdownOf = (model: ReportModel): string => toMarkdown(model.tree, options)
