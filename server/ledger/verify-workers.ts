// Threads that share out the jobs of a verification. A job's result is the same wherever it runs; what is found comes in the
// order of the jobs, not of the threads.
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { BundleError } from '../../shared/ledger/bundle/format.ts';
import type { JobRunner } from '../../shared/ledger/bundle/jobs.ts';
import type { JobAnswer, JobMessage, WorkerData } from './verify-worker.ts';

/** More threads only wait for the one that adds up. */
const threadsMax = 8;
/** Below so many leaves the threads would take longer to start than they save. */
const leavesMin = 20_000;
/** Jobs that wait at each thread, so that none is idle between two. */
const jobsPerThread = 2;

/** Threads worth starting for a log of that size on this machine; 0 where one does it best alone. */
export function threadsFor(treeSize: number, cores: number = availableParallelism()): number {
  return cores < 2 || treeSize < leavesMin ? 0 : Math.min(cores, threadsMax);
}

export interface VerifyWorkers extends JobRunner {
  /** Ends the threads; jobs under way are dropped. */
  close(): Promise<void>;
}

interface Thread {
  worker: Worker;
  underWay: Map<number, { resolve: (output: never) => void; reject: (error: Error) => void }>;
  /** Why it takes no more jobs: what is posted to a thread that has ended is never answered. */
  failure?: Error;
}

/** Starts `count` threads of `file` (verify-worker.ts or what was built of it) on a bundle. */
export function startVerifyWorkers(file: string | URL, count: number, data: WorkerData): VerifyWorkers {
  const threads = Array.from({ length: count }, () => startThread(file, data));
  let made = 0;
  return {
    underWayMax: jobsPerThread * count,
    run(name, input) {
      const thread = threads.reduce((a, b) => (b.underWay.size < a.underWay.size ? b : a));
      const number = made++;
      return new Promise((resolve, reject) => {
        if (thread.failure !== undefined) {
          reject(thread.failure);
          return;
        }
        thread.underWay.set(number, { resolve, reject });
        thread.worker.postMessage({ number, name, input } satisfies JobMessage);
      });
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

function startThread(file: string | URL, workerData: WorkerData): Thread {
  const worker = new Worker(file, { workerData });
  const thread: Thread = { worker, underWay: new Map() };
  const failAll = (error: Error) => {
    thread.failure ??= error;
    for (const { reject } of thread.underWay.values()) reject(error);
    thread.underWay.clear();
  };
  worker.on('message', (answer: JobAnswer) => {
    const waiting = thread.underWay.get(answer.number);
    thread.underWay.delete(answer.number);
    if ('output' in answer) waiting?.resolve(answer.output as never);
    else waiting?.reject(answer.isBundleError ? new BundleError(answer.error) : new Error(answer.error));
  });
  worker.on('error', failAll);
  worker.on('exit', (code) => failAll(new Error(`a thread of the verification ended with ${code}`)));
  return thread;
}
