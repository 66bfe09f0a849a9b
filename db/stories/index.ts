import { feb26 } from './feb-26-2021'
import type { Story } from './story'

export type { Story, StoryAct, StoryReport } from './story'

/** The example stories that can be loaded, by their slug; the first is the one meant unless said. */
export const stories: readonly Story[] = [feb26]

export const storyBySlug = (slug: string): Story | undefined => stories.find((story) => story.slug === slug)
