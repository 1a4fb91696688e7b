// Everything about chat that apps import.
export { ChatPanel, type ChatPanelProps } from './chat-panel.tsx'
export { chatOf, useChat, type ChatSource, type UsedChat } from './use-chat.ts'
