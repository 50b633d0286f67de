// The state of a figure in words, told by shape as well as by colour.
import type { IndicatorLine } from '../../shared/contract/indicator.ts';
import { text } from './texts.ts';

export function StateMark({ state }: { state: IndicatorLine['state'] }) {
  return <span class={`state state-figure-${state}`}>{text(`state.${state}`)}</span>;
}
