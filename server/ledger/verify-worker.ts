// One thread of a verification: opens the bundle for itself and answers one job after the other. Started by
// verify-workers.ts; needs no network, no database and no storage.
import { parentPort, workerData } from 'node:worker_threads';
import { type JobName, type Jobs, runJob } from '../../shared/ledger/bundle/jobs.ts';
import { bundleDirectory, nativeRunningSha256, nativeSha256 } from './bundle-directory.ts';

/** Directories of the bundle and of the earlier copy. */
export interface WorkerData {
  directory: string;
  earlier?: string;
}

export interface JobMessage<Name extends JobName = JobName> {
  number: number;
  name: Name;
  input: Jobs[Name]['input'];
}

/** `isBundleError`: what is wrong is the bundle, not this program. */
export type JobAnswer =
  | { number: number; output: Jobs[JobName]['output'] }
  | { number: number; error: string; isBundleError: boolean };

const { directory, earlier } = workerData as WorkerData;
const environment = {
  files: bundleDirectory(directory),
  ...(earlier !== undefined && { earlier: bundleDirectory(earlier) }),
  hash: nativeSha256,
  runningHash: nativeRunningSha256,
};

parentPort!.on('message', async ({ number, name, input }: JobMessage) => {
  let answer: JobAnswer;
  try {
    answer = { number, output: await runJob(environment, name, input) };
  } catch (error) {
    const { message, stack, name: kind } = error as Error;
    const isBundleError = kind === 'BundleError';
    answer = { number, error: isBundleError ? message : (stack ?? message), isBundleError };
  }
  parentPort!.postMessage(answer);
});
