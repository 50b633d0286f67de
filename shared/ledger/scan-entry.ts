// Reads the two kinds of entries that a log has by the thousand, responses and tallies, straight from their canonical text:
// one pass instead of a JSON parser, a schema and a second writing of the text. Takes less than the schemas of entry.ts
// allow and never more: what it does not take is for `parseResponseEntry` and `parseLeaf` to judge, and to refuse in words.
import { CanonicalScanner } from './canonical-scanner.ts';
import type { ResponseEntry, TallyEntry } from './entry.ts';
import { isDay, isMonth, isResponseWhen } from './entry-dates.ts';

const codeLengthMax = 64;
const answersPerItemMax = 12;
const flagsMax = 16;
const answerMax = 99;
const officerAnswerMax = 5;
const countMax = 1_000_000_000;
const revisionMax = 1000;
const sourceLengthMax = 200;
const textLengthMax = 4096;

/** What one reader of a member gives: nothing when the text is not what the member may be. */
type Scan<T> = (scanner: CanonicalScanner) => T | undefined;

/** The response entry whose canonical text this is; undefined where the general reader has to look. */
export function scanResponseEntry(text: string): ResponseEntry | undefined {
  if (text.length > textLengthMax) return undefined;
  const scanner = new CanonicalScanner(text);
  if (!scanner.takes('{"answers":')) return undefined;
  const answers = scanAnswers(scanner);
  if (answers === undefined || !scanner.takes(',"counter":')) return undefined;
  const counter = scanner.string(codeLengthMax);
  if (counter === undefined || !scanner.takes(',"flags":')) return undefined;
  const flags = scanArray(scanner, flagsMax, scanCode);
  if (flags === undefined || !scanner.takes(',"kind":"response","mode":')) return undefined;
  const mode = scanner.string(codeLengthMax);
  if (mode !== 'kiosk' && mode !== 'qr' && mode !== 'paper' && mode !== 'link') return undefined;
  if (!scanner.takes(',"officer":')) return undefined;
  const officer = scanner.string(codeLengthMax);
  if (officer === undefined || !scanner.takes(',"period":')) return undefined;
  const period = scanner.string(codeLengthMax);
  if (period === undefined || !isMonth(period) || !scanner.takes(',"procedure":')) return undefined;
  const procedure = scanner.string(codeLengthMax);
  if (procedure === undefined || !scanner.takes(',"questionnaire":')) return undefined;
  const questionnaire = scanner.string(codeLengthMax);
  if (questionnaire === undefined || !scanner.takes(',"tier":')) return undefined;
  const tier = scanner.string(codeLengthMax);
  if (tier !== 'invited' && tier !== 'presence' && tier !== 'walk-up') return undefined;
  if (!scanner.takes(',"v":1,"when":')) return undefined;
  const when = scanner.string(codeLengthMax);
  if (when === undefined || !isResponseWhen(when) || !scanner.takes('}') || !scanner.ended) return undefined;
  return {
    kind: 'response',
    v: 1,
    officer,
    counter,
    procedure,
    mode,
    tier,
    when,
    period,
    questionnaire,
    answers,
    flags,
  };
}

/** The tally whose canonical text this is; undefined where the general reader has to look. */
export function scanTallyEntry(text: string): TallyEntry | undefined {
  if (text.length > textLengthMax) return undefined;
  const scanner = new CanonicalScanner(text);
  const counts = (...names: string[]): number[] | undefined => {
    const values: number[] = [];
    for (const [i, name] of names.entries()) {
      if (!scanner.takes(`${i === 0 ? '{' : ','}"${name}":`)) return undefined;
      const value = scanner.count(countMax);
      if (value === undefined) return undefined;
      values.push(value);
    }
    return scanner.takes('}') ? values : undefined;
  };
  if (!scanner.takes('{"answered":')) return undefined;
  const answered = counts('kiosk', 'link', 'paper', 'qr');
  if (answered === undefined || !scanner.takes(',"control":')) return undefined;
  const control = scanControl(scanner);
  if (control === undefined || !scanner.takes(',"day":')) return undefined;
  const day = scanner.string(codeLengthMax);
  if (day === undefined || !isDay(day) || !scanner.takes(',"invited":')) return undefined;
  const invited = scanner.count(countMax);
  if (invited === undefined || !scanner.takes(',"kind":"tally","officer":')) return undefined;
  const officer = scanner.string(codeLengthMax);
  if (officer === undefined || !scanner.takes(',"procedure":')) return undefined;
  const procedure = scanner.string(codeLengthMax);
  if (procedure === undefined || !scanner.takes(',"revision":')) return undefined;
  const revision = scanner.count(revisionMax);
  if (revision === undefined || !scanner.takes(',"uninvited":')) return undefined;
  const uninvited = counts('presence', 'walkUp');
  if (uninvited === undefined || !scanner.takes(',"v":1,"visits":')) return undefined;
  const visits = counts('integrated', 'selfReported');
  if (visits === undefined || !scanner.takes('}') || !scanner.ended) return undefined;
  return {
    kind: 'tally',
    v: 1,
    day,
    officer,
    procedure,
    revision,
    visits: { integrated: visits[0]!, selfReported: visits[1]! },
    invited,
    answered: { kiosk: answered[0]!, qr: answered[3]!, paper: answered[2]!, link: answered[1]! },
    uninvited: { presence: uninvited[0]!, walkUp: uninvited[1]! },
    control,
  };
}

const scanCode: Scan<string> = (scanner) => scanner.string(codeLengthMax);
const scanAnswer: Scan<number> = (scanner) => scanner.count(answerMax);

/** Items in ascending order of UTF-16 units, the one named `officer` from 1 to 5 among them. */
function scanAnswers(scanner: CanonicalScanner): ResponseEntry['answers'] | undefined {
  const answers: ResponseEntry['answers'] = {};
  let before = '';
  for (let first = true; ; first = false) {
    if (!scanner.takes(first ? '{' : ',')) break;
    const item = scanner.string(codeLengthMax);
    // An object of JavaScript does not keep this name as its own.
    if (item === undefined || item <= before || item === '__proto__' || !scanner.takes(':')) return undefined;
    before = item;
    const answer = scanner.count(answerMax) ?? scanArray(scanner, answersPerItemMax, scanAnswer);
    if (answer === undefined) return undefined;
    answers[item] = answer;
  }
  if (!scanner.takes('}') || !Object.hasOwn(answers, 'officer')) return undefined;
  const { officer } = answers;
  return typeof officer === 'number' && officer >= 1 && officer <= officerAnswerMax ? answers : undefined;
}

function scanControl(scanner: CanonicalScanner): TallyEntry['control'] | undefined {
  if (scanner.takes('null')) return null;
  if (!scanner.takes('{"count":')) return undefined;
  const count = scanner.count(countMax);
  if (count === undefined || !scanner.takes(',"source":')) return undefined;
  const source = scanner.string(sourceLengthMax);
  return source !== undefined && scanner.takes('}') ? { count, source } : undefined;
}

function scanArray<T>(scanner: CanonicalScanner, lengthMax: number, scan: Scan<T>): T[] | undefined {
  if (!scanner.takes('[')) return undefined;
  const values: T[] = [];
  if (scanner.takes(']')) return values;
  do {
    const value = scan(scanner);
    if (value === undefined || values.length === lengthMax) return undefined;
    values.push(value);
  } while (scanner.takes(','));
  return scanner.takes(']') ? values : undefined;
}
