// R's lme4 beside the mixed model: the same model on the same ratings, its answers, and how long it takes. Needs Rscript
// and the package lme4; neither is part of this project.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Lme4Answer {
  version: string;
  fixed: Map<string, number>;
  variances: Map<string, number>;
  criterion: number;
  /** By officer: effect and conditional standard deviation. */
  officers: Map<string, { effect: number; conditionalSd: number }>;
  /** Processor time of every repetition of the fit alone, the data already read. */
  milliseconds: number[];
}

/** Rows `officer,procedure,mode,rating`. */
const script = `
suppressMessages(library(lme4))
args <- commandArgs(TRUE)
d <- read.csv(args[1], colClasses = c("factor", "factor", "factor", "numeric"))
fit <- function() suppressMessages(lmer(rating ~ mode + (1|officer) + (1|procedure), d, REML = TRUE))
m <- fit()
times <- replicate(as.integer(args[2]), { s <- system.time(fit()); 1000 * (s[["user.self"]] + s[["sys.self"]]) })
say <- function(kind, name, value, sd = 0) cat(sprintf("%s,%s,%.17g,%.17g\\n", kind, name, value, sd), sep = "")
sink(args[3])
say("version", paste(packageVersion("lme4"), "on R", getRversion()), 0)
say("fixed", names(fixef(m)), fixef(m))
v <- as.data.frame(VarCorr(m))
say("variance", v$grp, v$vcov)
say("criterion", "REML", REMLcrit(m))
r <- ranef(m, condVar = TRUE)$officer
say("officer", rownames(r), r[, 1], sqrt(attr(r, "postVar")[1, 1, ]))
say("time", seq_along(times), times)
`;

/** Fits `rating ~ mode + (1|officer) + (1|procedure)` to the rows; null where R or lme4 is not installed. */
export function fitWithLme4(rows: readonly string[], repetitions: number): Lme4Answer | null {
  const folder = mkdtempSync(join(tmpdir(), 'lme4-'));
  try {
    const [ratings, program, answer] = ['ratings.csv', 'fit.R', 'answer.csv'].map((name) =>
      join(folder, name),
    ) as [string, string, string];
    writeFileSync(ratings, `officer,procedure,mode,rating\n${rows.join('\n')}\n`);
    writeFileSync(program, script);
    const run = spawnSync('Rscript', [program, ratings, String(repetitions), answer], { encoding: 'utf8' });
    if (run.status !== 0) return null;
    return readAnswer(readFileSync(answer, 'utf8'));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readAnswer(text: string): Lme4Answer {
  const found: Lme4Answer = {
    version: '',
    fixed: new Map(),
    variances: new Map(),
    criterion: Number.NaN,
    officers: new Map(),
    milliseconds: [],
  };
  for (const line of text.trim().split('\n')) {
    const [kind, name, value, sd] = line.split(',') as [string, string, string, string];
    if (kind === 'version') found.version = name;
    if (kind === 'fixed') found.fixed.set(name, Number(value));
    if (kind === 'variance') found.variances.set(name, Number(value));
    if (kind === 'criterion') found.criterion = Number(value);
    if (kind === 'officer') found.officers.set(name, { effect: Number(value), conditionalSd: Number(sd) });
    if (kind === 'time') found.milliseconds.push(Number(value));
  }
  return found;
}
