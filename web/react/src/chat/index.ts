// Everything about chat that apps import.
export { ChatPanel, type ChatPanelProps } from './chat-panel.tsx'
export { chatOf, useChat, type UsedChat } from './use-chat.ts'
