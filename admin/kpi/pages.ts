// The pages of a period's work in one chunk: they share most of what they are made of, and a dozen small chunks would cost
// every first load their names. Policies, with the YAML reader, stay apart.
export { FiguresPage } from '../figures/FiguresPage.tsx';
export { PeriodsPage } from '../periods/PeriodsPage.tsx';
export { PetitionsPage } from '../petitions/PetitionsPage.tsx';
export { MySheetPage } from '../sheets/MySheetPage.tsx';
export { SheetsPage } from '../sheets/SheetsPage.tsx';
