// What went wrong, as a sentence to show. Used wherever something asked the server for something.
// The client's errors carry such a sentence; of others nobody could make anything.

export function sentenceOf(reason: unknown): string {
  const { name, message } = reason instanceof Error ? reason : { name: '', message: '' }
  if ((name === 'ApiError' || name === 'NetworkError') && message !== '') return message
  return 'That did not work. Try again.'
}
