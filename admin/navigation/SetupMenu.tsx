// The menu of set-up pages in the header: a button that shows and hides links. Escape, leaving it by Tab, a click
// elsewhere or choosing a page closes it.
import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { t } from '../i18n/locale.ts';
import { path } from './router.ts';

export function SetupMenu({ isCurrent, children }: { isCurrent: boolean; children: ComponentChildren }) {
  const isOpen = useSignal(false);
  const menu = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const at = path.value;

  useEffect(() => {
    isOpen.value = false;
  }, [at, isOpen]);
  useEffect(() => {
    const away = (event: Event) => {
      if (!menu.current?.contains(event.target as Node)) isOpen.value = false;
    };
    document.addEventListener('pointerdown', away);
    document.addEventListener('focusin', away);
    return () => {
      document.removeEventListener('pointerdown', away);
      document.removeEventListener('focusin', away);
    };
  }, [isOpen]);

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: Escape is caught for what stands inside.
    <div
      ref={menu}
      class="nav-menu"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || !isOpen.value) return;
        isOpen.value = false;
        button.current?.focus();
      }}
    >
      <button
        ref={button}
        type="button"
        class="nav-link nav-menu-button"
        data-current={isCurrent}
        aria-expanded={isOpen.value}
        aria-controls="setup-menu"
        onClick={() => {
          isOpen.value = !isOpen.value;
        }}
      >
        {t('page.setup')}
        <svg viewBox="0 0 12 12" width="12" height="12" aria-hidden="true" focusable="false">
          <path d="M2 4l4 4 4-4" fill="none" stroke="currentColor" stroke-width="2" />
        </svg>
      </button>
      <div id="setup-menu" class="nav-menu-list" hidden={!isOpen.value}>
        {children}
      </div>
    </div>
  );
}
