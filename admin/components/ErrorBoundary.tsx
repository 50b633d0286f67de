// Keeps a fault of one page from leaving a blank screen. A wall screen, where nobody is at hand, loads again by itself.
import { Component, type ComponentChildren } from 'preact';
import { boardText as t } from '../i18n/board-text.ts';
import { Notice } from './Notice.tsx';

interface Props {
  /** Load the page again after this long (ms); null = wait for the person. */
  reloadAfterMs: number | null;
  children: ComponentChildren;
}

export class ErrorBoundary extends Component<Props, { broken: boolean }> {
  override state = { broken: false };

  override componentDidCatch(error: unknown): void {
    console.error(error);
    this.setState({ broken: true });
    if (this.props.reloadAfterMs !== null) setTimeout(() => location.reload(), this.props.reloadAfterMs);
  }

  override render() {
    if (!this.state.broken) return this.props.children;
    return (
      <Notice tone="bad" title={t('app.broken')} role="alert">
        <p>{t('app.brokenHint')}</p>
        <button type="button" class="button" onClick={() => location.reload()}>
          {t('app.reload')}
        </button>
      </Notice>
    );
  }
}
