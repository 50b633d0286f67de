// The texts of the board in the language in use.
import { boardEn, boardVi } from './board-messages.ts';
import { translator } from './locale.ts';

/** As `t` of locale.ts, of these texts alone. */
export const boardText = translator({ vi: boardVi, en: boardEn });
