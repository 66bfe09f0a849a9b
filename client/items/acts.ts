import { useMutation } from '@tanstack/react-query'
import { dayInWords } from '../../domain/days'
import type { ItemVerb } from '../../domain/items'
import { statusWords } from '../../domain/vocabulary'
import { useAbout } from '../about'
import { api, intent } from '../api'
import { notify, notifyTrouble } from '../ui/notices'
import { refusal } from '../ui/refusal'

/** What a change needs to know of the item it changes. */
export interface ChangeableItem {
  id: string
  key: string
  version: number
}

/** Verbs that need more than a key press: a reason, a kind, evidence. The others happen at once and can be undone. */
export const verbsWithForm: readonly ItemVerb[] = ['block', 'reopen', 'drop']

export function useUndo() {
  const undo = useMutation(
    api.items.undo.mutationOptions({
      onSuccess: (answer) =>
        void notify(`${answer.key} is ${statusWords[answer.status].toLowerCase()} again, as before.`),
      onError: (error) => void notifyTrouble(refusal(error).sentence),
    }),
  )
  return (answer: { id: string; version: number; undo: number }) =>
    undo.mutate({ ...intent(), itemId: answer.id, version: answer.version, seq: answer.undo })
}

/** Changes of status that need no form: done at once, said, and undone with one press. */
export function useQuickVerbs() {
  const undo = useUndo()
  const { today } = useAbout()
  const said = (words: string) => ({
    onSuccess: (answer: { id: string; key: string; version: number; undo: number }) =>
      void notify(`${answer.key} ${words}.`, { label: 'Undo', run: () => undo(answer) }),
    onError: (error: unknown) => void notifyTrouble(refusal(error).sentence),
  })
  const accept = useMutation(api.items.accept.mutationOptions(said('accepted')))
  const start = useMutation(api.items.start.mutationOptions(said('started')))
  const unblock = useMutation(api.items.unblock.mutationOptions(said('unblocked')))
  const submit = useMutation(api.items.submitForVerification.mutationOptions(said('submitted for verification')))
  const complete = useMutation(api.items.complete.mutationOptions(said(`completed on ${dayInWords(today)}`)))
  const mutations: Partial<
    Record<ItemVerb, { mutate: (input: { intentId: string; itemId: string; version: number }) => void }>
  > = {
    accept,
    start,
    unblock,
    submitForVerification: submit,
    complete,
  }
  return (verb: ItemVerb, item: ChangeableItem) =>
    mutations[verb]?.mutate({ ...intent(), itemId: item.id, version: item.version })
}
