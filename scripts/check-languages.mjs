// What the kiosk's language packs lack: node scripts/check-languages.mjs [language]
// Exit code 0 when every pack asked for is complete, 1 when one is not, 2 when there is no such pack.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = fileURLToPath(new URL('../kiosk/languages/', import.meta.url));
const read = (language) => JSON.parse(readFileSync(join(folder, `${language}.json`), 'utf8'));
const asked = process.argv[2];
if (asked !== undefined && !existsSync(join(folder, `${asked}.json`))) {
  console.error(`kiosk/languages/${asked}.json: no such file`);
  process.exit(2);
}
const languages =
  asked === undefined
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length))
    : [asked];
const wanted = Object.keys(read('vi').texts);
/** Items and values of the questionnaire a centre begins with. */
const items = { officer: 5, guidance: 3, 'extra-contacts': 3, reasons: 5 };
const version = '2026-1';

let complete = true;
for (const language of languages) {
  const pack = read(language);
  const missing = wanted.filter((key) => !(key in pack.texts)).map((key) => `texts.${key}`);
  const unused = Object.keys(pack.texts).filter((key) => !wanted.includes(key));
  if (language !== 'vi' && language !== 'en') {
    for (const [item, count] of Object.entries(items)) {
      const own = pack.questionnaires[version]?.[item];
      if (own?.label === undefined) missing.push(`questionnaires.${version}.${item}.label`);
      if (Object.keys(own?.scale ?? {}).length < count)
        missing.push(`questionnaires.${version}.${item}.scale`);
    }
  }
  for (const [key, path] of Object.entries(pack.clips)) {
    if (!existsSync(join(folder, 'clips', path))) missing.push(`clips.${key} (no file clips/${path})`);
  }
  console.log(
    `${language} (${pack.name}): ${wanted.length - missing.filter((key) => key.startsWith('texts.')).length} of ${wanted.length} texts, ${pack.reviewed ? 'reviewed' : 'not reviewed'}`,
  );
  for (const key of missing) console.log(`  lacks ${key}`);
  for (const key of unused) console.log(`  ${key} is used nowhere`);
  if (missing.length > 0 || unused.length > 0) complete = false;
}
process.exit(complete ? 0 : 1);
