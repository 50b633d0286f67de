// One thing under way at a time: busy while it runs, its failure kept until the next try.
import { type Signal, useSignal } from '@preact/signals';

export interface Task {
  busy: Signal<boolean>;
  failure: Signal<unknown>;
  /** True when `work` came to its end; false when it failed, or something was under way already. */
  run: (work: () => Promise<void>) => Promise<boolean>;
}

export function useTask(): Task {
  const busy = useSignal(false);
  const failure = useSignal<unknown>(null);
  return {
    busy,
    failure,
    run: async (work) => {
      if (busy.peek()) return false;
      busy.value = true;
      failure.value = null;
      try {
        await work();
        return true;
      } catch (error) {
        failure.value = error;
        return false;
      } finally {
        busy.value = false;
      }
    },
  };
}
