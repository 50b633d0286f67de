// Keeps a half-filled form from being lost: links, back and closing the tab ask first while there is something unsaved.
import { useEffect } from 'preact/hooks';
import { t } from '../i18n/locale.ts';
import { guardLeaving } from '../navigation/router.ts';

export function useUnsaved(isUnsaved: boolean): void {
  useEffect(() => {
    if (!isUnsaved) return;
    const guard = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', guard);
    guardLeaving(() => confirm(t('app.unsaved')));
    return () => {
      removeEventListener('beforeunload', guard);
      guardLeaving(null);
    };
  }, [isUnsaved]);
}
