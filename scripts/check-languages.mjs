// What the kiosk's language packs lack, by the same lookups that put texts on the screen:
//   node scripts/check-languages.mjs [language] [--questionnaire FILE]
// FILE holds a questionnaire as a centre's GET /api/questionnaire answers it; without it, the one a new centre begins with.
// Exit code 0 when every pack asked for is complete, 1 when one is not, 2 when there is no such pack or file.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { tsImport } from 'tsx/esm/api';
import { ensureBuilt, root } from './build.mjs';

const fail = (reason) => {
  console.error(reason);
  process.exit(2);
};

function questionnaireOf(file) {
  if (file === undefined) return null;
  let questionnaire;
  try {
    questionnaire = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    fail(`${file}: ${error.code === 'ENOENT' ? 'no such file' : error.message}`);
  }
  const isItem = (item) => typeof item?.id === 'string' && item.labels?.vi && Array.isArray(item.scale);
  const fits = typeof questionnaire?.version === 'string' && questionnaire.items?.every?.(isItem);
  return fits ? questionnaire : fail(`${file}: no questionnaire as GET /api/questionnaire answers it`);
}

let options;
try {
  options = parseArgs({ allowPositionals: true, options: { questionnaire: { type: 'string' } } });
} catch (error) {
  fail(error.message);
}
const [asked] = options.positionals;
const questionnaire =
  questionnaireOf(options.values.questionnaire) ??
  (await tsImport('../server/questionnaire-default.ts', import.meta.url)).defaultQuestionnaire;

await ensureBuilt(['survey'], (line) => console.error(line));
const { documents } = await import(join(root, 'dist/survey/documents.js'));
const states = documents
  .languagePacks(questionnaire)
  .filter(({ language }) => asked === undefined || language === asked);
if (states.length === 0) fail(`kiosk/languages/${asked}.json: no such file`);

const folder = join(root, 'kiosk/languages');
const read = (language) => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
const known = Object.keys(read('vi').texts);

let complete = true;
for (const { language, name, reviewed, wanted, missing } of states) {
  const pack = read(language);
  const faults = [
    ...missing.map(({ key }) => `lacks ${key}`),
    ...Object.keys(pack.texts)
      .filter((key) => !known.includes(key))
      .map((key) => `texts.${key} is used nowhere`),
    ...Object.entries(pack.clips)
      .filter(([, path]) => !existsSync(join(folder, 'clips', path)))
      .map(([key, path]) => `lacks clips.${key} (no file clips/${path})`),
  ];
  const state = reviewed ? 'reviewed' : 'not reviewed';
  console.log(
    `${language} (${name}): ${wanted - missing.length} of ${wanted} texts with questionnaire ${questionnaire.version}, ${state}`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) complete = false;
}
process.exit(complete ? 0 : 1);
