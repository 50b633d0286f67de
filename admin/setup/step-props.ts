import type { SetupState } from '../../shared/contract/setup.ts';

/** What every step is given. */
export interface StepProps {
  state: SetupState;
  /** Reads the state again. */
  refresh: () => Promise<void>;
}
