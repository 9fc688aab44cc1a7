import { Component, type ReactNode } from 'react'
import { FailedState } from './states.tsx'

/** Keeps a failing page from taking the frame with it; "Try again" draws the page anew. */
export class ErrorBoundary extends Component<{ readonly children: ReactNode }, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null }

  static getDerivedStateFromError(error: unknown): { readonly error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) }
  }

  override render(): ReactNode {
    if (!this.state.error) return this.props.children
    return <FailedState error={this.state.error} onRetry={() => this.setState({ error: null })} />
  }
}
