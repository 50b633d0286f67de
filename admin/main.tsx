// Entry of the administration application: the one component tree. Its styles are linked in index.html.
import './http/zod-setup.ts';
import { render } from 'preact';
import { App } from './App.tsx';
import { startLocale } from './i18n/locale.ts';

startLocale();
const host = document.getElementById('app');
if (host === null) throw new Error('index.html has no #app');
render(<App />, host);
