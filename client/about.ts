import { useQuery } from '@tanstack/react-query'
import { type Answers, api, queryClient } from './api'

export type About = Answers['workspaces']['about']

const question = api.workspaces.about.queryOptions()

/** The server writes the first answer into the page, so that a first load does not ask for it. */
function fromPage(): About | null {
  const text = document.getElementById('about')?.textContent
  try {
    return text ? (JSON.parse(text) as About | null) : null
  } catch {
    // The development server sends the page without it.
    return null
  }
}

const first = fromPage()
if (first) queryClient.setQueryData(question.queryKey, first)

/** Where the workspace stands; asks only when nobody has yet. */
export const currentAbout = (): Promise<About> => queryClient.ensureQueryData(question)

/** Inside the shell it is always there. */
export function useAbout(): About {
  const { data } = useQuery(question)
  if (!data) throw new Error('The workspace is not known yet')
  return data
}
