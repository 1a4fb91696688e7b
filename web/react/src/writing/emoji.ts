// The reactions that are offered. Any other that somebody sends is shown too.
// No pictures and no lists from elsewhere: the system draws them.

export const EMOJI: readonly { emoji: string; name: string }[] = [
  { emoji: '👍', name: 'thumbs up' },
  { emoji: '❤️', name: 'heart' },
  { emoji: '😂', name: 'laughing' },
  { emoji: '🎉', name: 'celebration' },
  { emoji: '👀', name: 'looking' },
  { emoji: '✅', name: 'done' },
  { emoji: '👎', name: 'thumbs down' },
  { emoji: '🙏', name: 'thank you' },
  { emoji: '👏', name: 'applause' },
  { emoji: '🚀', name: 'rocket' },
  { emoji: '🔥', name: 'fire' },
  { emoji: '💡', name: 'idea' },
  { emoji: '😄', name: 'smiling' },
  { emoji: '🤔', name: 'thinking' },
  { emoji: '😮', name: 'surprised' },
  { emoji: '😢', name: 'sad' },
  { emoji: '😕', name: 'confused' },
  { emoji: '💯', name: 'hundred' },
  { emoji: '⭐', name: 'star' },
  { emoji: '❓', name: 'question' },
  { emoji: '❌', name: 'no' },
  { emoji: '🐛', name: 'bug' },
  { emoji: '⏳', name: 'waiting' },
  { emoji: '☕', name: 'coffee' },
]

const NAMES = new Map(EMOJI.map(({ emoji, name }) => [emoji, name]))

/** What it is called, to be read aloud. Of one that is not offered: itself. */
export function emojiName(emoji: string): string {
  return NAMES.get(emoji) ?? emoji.replace(/^:|:$/g, '').replaceAll('_', ' ')
}
