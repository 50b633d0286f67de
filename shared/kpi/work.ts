// From assigned work to the three figures of the task part: quantity, quality, progress, each an achieved amount out of the
// assigned (converted) amount. Each failed check takes a share off that product's quality, each delay off its progress;
// failures whose objective cause was confirmed are left out of the count where the policy says so.
import {
  add,
  compare,
  type Exact,
  exact,
  larger,
  multiply,
  one,
  subtract,
  toExactText,
  zero,
} from './exact.ts';
import type { GeneralAndTaskPolicy } from './policy-schema.ts';

/** One product or kind of work in a period; amounts are converted units, decimal text, >= 0. */
export interface WorkItem {
  product: string;
  assigned: string;
  completed: string;
  /** Quality checks failed, and of them those with a confirmed objective cause. */
  failedChecks: number;
  failedChecksObjective: number;
  delays: number;
  delaysObjective: number;
}

export interface Amount {
  achieved: string;
  assigned: string;
}

export interface WorkFigures {
  quantity: Amount;
  quality: Amount;
  progress: Amount;
}

/** Sums over the items. Throws RangeError naming the product on amounts or counts that cannot be. */
export function workFigures(items: readonly WorkItem[], task: GeneralAndTaskPolicy['task']): WorkFigures {
  let assigned = zero;
  let [quantity, quality, progress] = [zero, zero, zero];
  for (const item of items) {
    checkItem(item);
    const completed = exact(item.completed);
    const failedChecks = counted(item.failedChecks, item.failedChecksObjective, task.objectiveCausesExcepted);
    const delays = counted(item.delays, item.delaysObjective, task.objectiveCausesExcepted);
    assigned = add(assigned, exact(item.assigned));
    quantity = add(quantity, completed);
    quality = add(quality, multiply(completed, shareLeft(failedChecks, task.failureDeduction)));
    progress = add(progress, multiply(completed, shareLeft(delays, task.failureDeduction)));
  }
  const of = toExactText(assigned);
  return {
    quantity: { achieved: toExactText(quantity), assigned: of },
    quality: { achieved: toExactText(quality), assigned: of },
    progress: { achieved: toExactText(progress), assigned: of },
  };
}

/** What is left of a product's score after so many failures: 1 - failures x deduction, never below 0. */
export function shareLeft(failures: number, deduction: string): Exact {
  return larger(zero, subtract(one, multiply(exact(BigInt(failures)), exact(deduction))));
}

function counted(all: number, objective: number, excepted: boolean): number {
  return excepted ? all - objective : all;
}

function checkItem(item: WorkItem): void {
  const fail = (reason: string): never => {
    throw new RangeError(`${item.product}: ${reason}`);
  };
  for (const name of ['assigned', 'completed'] as const) {
    if (compare(exact(item[name]), zero) < 0) fail(`${name} is below 0`);
  }
  for (const name of ['failedChecks', 'failedChecksObjective', 'delays', 'delaysObjective'] as const) {
    if (!Number.isSafeInteger(item[name]) || item[name] < 0) fail(`${name} is not a count`);
  }
  if (item.failedChecksObjective > item.failedChecks) fail('more objective causes than failed checks');
  if (item.delaysObjective > item.delays) fail('more objective causes than delays');
}
