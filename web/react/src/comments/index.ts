// Everything about comments that apps import.
export { CommentAnchor, type CommentAnchorProps } from './comment-anchor.tsx'
export { isGone, isOrphaned } from './orphans.ts'
export { CommentsPanel, type CommentsPanelProps } from './comments-panel.tsx'
export { quoteOf, quoting } from './quotes.ts'
export { isAt, pathOf, positionsOf, rangeAnchor, rangeAnchorBetween, type RangeAnchor, rangeEnds, rangeOf, type TextRange } from './range-anchor.ts'
export { threadsOf, useThreadCount, useThreads, type ThreadsSource, type UsedThreads, type UseThreadsOptions } from './use-threads.ts'
