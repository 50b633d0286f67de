// The heavy parts of a verification as jobs: pure functions of their input and of the bundle's files, whose input and output
// are plain data. Who runs them decides where: here, one after the other, or on threads that open the same directory.
import type { Sha256 } from '../../merkle/hash.ts';
import { checkOpenings, type OpeningsCheck, type OpeningsInput } from './check-openings.ts';
import { checkTiles, type TileCheck, type TilesInput } from './check-tiles.ts';
import { type CollectedTags, collectTags, type TagsInput } from './collect-tags.ts';
import { digestFiles, type FileDigest } from './digest-files.ts';
import type { BundleFiles } from './format.ts';
import type { RunningSha256 } from './write.ts';

/** What a job may use beside its input. */
export interface JobEnvironment {
  files: BundleFiles;
  earlier?: BundleFiles;
  hash: Sha256;
  runningHash: () => RunningSha256;
}

export interface Jobs {
  digests: { input: readonly string[]; output: FileDigest[] };
  tiles: { input: TilesInput; output: TileCheck[] };
  tags: { input: TagsInput; output: CollectedTags };
  openings: { input: OpeningsInput; output: OpeningsCheck };
}
export type JobName = keyof Jobs;

export interface JobRunner {
  /** Jobs worth handing in before the first of them is done. */
  readonly underWayMax: number;
  /** @throws BundleError and what the job throws */
  run<Name extends JobName>(name: Name, input: Jobs[Name]['input']): Promise<Jobs[Name]['output']>;
}

const works: {
  [Name in JobName]: (
    environment: JobEnvironment,
    input: Jobs[Name]['input'],
  ) => Promise<Jobs[Name]['output']>;
} = { digests: digestFiles, tiles: checkTiles, tags: collectTags, openings: checkOpenings };

export function runJob<Name extends JobName>(
  environment: JobEnvironment,
  name: Name,
  input: Jobs[Name]['input'],
): Promise<Jobs[Name]['output']> {
  return works[name](environment, input);
}

/** One job after the other, where the caller runs. */
export function runHere(environment: JobEnvironment): JobRunner {
  return { underWayMax: 1, run: (name, input) => runJob(environment, name, input) };
}
