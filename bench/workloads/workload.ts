export interface Asked {
  items: number
  /** Fewer rounds: for a first look. */
  quick: boolean
}
