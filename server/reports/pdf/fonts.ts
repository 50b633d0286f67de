// The font of everything on paper: Be Vietnam Pro as whole TrueType files, embedded and cut down to the letters used. Decree
// 30/2020/NĐ-CP asks for Times New Roman in documents an office issues; that font may not be shipped, so what is printed here
// is the annexed form, and the office sets its own covering document.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

export type FontName = 'regular' | 'italic' | 'bold' | 'bold-italic';

const files: Record<FontName, string> = {
  regular: '400Regular/BeVietnamPro_400Regular.ttf',
  italic: '400Regular_Italic/BeVietnamPro_400Regular_Italic.ttf',
  bold: '700Bold/BeVietnamPro_700Bold.ttf',
  'bold-italic': '700Bold_Italic/BeVietnamPro_700Bold_Italic.ttf',
};

export const fontNames = Object.keys(files) as FontName[];

const { resolve } = createRequire(import.meta.url);
const read = new Map<FontName, Buffer>();

/** Bytes of the font file; read once. */
export function fontBytes(name: FontName): Buffer {
  let bytes = read.get(name);
  if (bytes === undefined) {
    bytes = readFileSync(resolve(`@expo-google-fonts/be-vietnam-pro/${files[name]}`));
    read.set(name, bytes);
  }
  return bytes;
}
