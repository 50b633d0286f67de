// Pages that are opened now and then while a centre is set up, in one chunk: each of its own would cost every first load
// its name and those of what it shares.
export { BackupsPage } from '../backups/BackupsPage.tsx';
export { LanguagesPage } from '../languages/LanguagesPage.tsx';
export { PositionsPage } from '../positions/PositionsPage.tsx';
export { PostersPage } from '../posters/PostersPage.tsx';
export { PrintersPage } from '../printers/PrintersPage.tsx';
