import { FindAnything } from '../../domain/search.input'
import { may, router } from '../trpc'
import { find } from './store'

export const search = router({
  /** Items, incidents and reports that hold all words of the text, the likeliest first. */
  find: may('read')
    .input(FindAnything)
    .query(({ ctx, input }) => ctx.workspace.db.snapshot((read) => find(read, input.text, input.limit))),
})
