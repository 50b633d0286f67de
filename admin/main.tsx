// Entry of the administration application: styles, then the one component tree.
import './http/zod-setup.ts';
import { render } from 'preact';
import './styles/fonts.css';
import './styles/tokens.css';
import './styles/base.css';
import './styles/components.css';
import './styles/wall.css';
import { App } from './App.tsx';
import { startLocale } from './i18n/locale.ts';

startLocale();
const host = document.getElementById('app');
if (host === null) throw new Error('index.html has no #app');
render(<App />, host);
